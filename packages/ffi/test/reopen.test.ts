import { renameSync } from "node:fs";
import { type IsolationError, isolate, type QuarantinedError } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { moody } from "./libraries.js";

koffi.proto("double Callback(int a, double x)");
koffi.proto("void Listener(int x)");
const guard = isolate([signals(), stack()]);
const openMoody = () => guard.openSync(library(moody()));

describe.each(layerLists)("reopen(), in %s", (_name, layers) => {
  it("gives fresh state to the functions that are linked", () => {
    using lib = isolate(layers()).openSync(library(moody()));
    const { next, add } = link(lib);
    expect([next(), next(), next()]).toEqual([1, 2, 3]);
    lib.reopen();
    expect([next(), next(), add(1, 2)]).toEqual([1, 2, 3]);
    lib.reopen();
    expect(next()).toBe(1);
    expect(lib.status()).toMatchObject({ fresh: true, reopened: 2, state: "open" });
  });

  it("gives the new release of a library, wherever its parts are now", () => {
    const path = moody();
    using lib = isolate(layers()).openSync(library(path));
    const { add, readVersion } = link(lib);
    const version = lib.variable("version", "int");
    const level = lib.variable("level", "int64_t");
    expect([readVersion(), version.get(), level.get()]).toEqual([1, 1, 10]);
    moody(["-DVERSION=2", "-DMOVED=300000"], path);
    lib.reopen();
    expect([readVersion(), version.get(), level.get(), add(1, 2)]).toEqual([2, 2, 20, 3]);
    version.set(7);
    expect([readVersion(), koffi.decode(version.address, "int")]).toEqual([7, 7]);
  });

  it("keeps registered callbacks", () => {
    using lib = isolate(layers()).openSync(library(moody()));
    const heard: number[] = [];
    const pointer = lib.register((x: number) => heard.push(x), "Listener *");
    const keep = lib.func("void keep(void *callback)");
    const run = lib.func("void run_kept(int x)");
    keep(pointer);
    run(1);
    lib.reopen();
    keep(pointer);
    run(2);
    expect(heard).toEqual([1, 2]);
  });

  it("says when the library stayed in memory, and so kept its state", () => {
    const path = moody();
    using lib = isolate(layers()).openSync(library(path));
    using _other = guard.openSync(library(path));
    const { next } = link(lib);
    expect([lib.status().fresh, next()]).toEqual([null, 1]);
    lib.reopen();
    expect([lib.status().fresh, next()]).toEqual([false, 2]);
  });

  it("leaves the C library in memory", () => {
    using lib = isolate(layers()).openSync(library("libc.so.6"));
    const strlen = lib.func("size_t strlen(const char *text)");
    lib.reopen();
    expect([lib.status().fresh, strlen("four")]).toEqual([false, 4]);
  });

  it("of a library that is gone throws, and works when it is back", () => {
    const path = moody();
    using lib = isolate(layers()).openSync(library(path));
    const { add, version } = link(lib);
    renameSync(path, `${path}.away`);
    for (let time = 0; time < 2; time++) {
      expect(() => lib.reopen()).toThrow(expect.objectContaining({ code: "ERR_DLOPEN_FAILED" }));
      expect(lib.status().state).toBe("quarantined");
      expect(() => add(1, 2)).toThrow(expect.objectContaining(quarantined));
      expect(() => version.get()).toThrow(expect.objectContaining(quarantined));
    }
    renameSync(`${path}.away`, path);
    lib.reopen();
    expect([add(1, 2), version.get(), lib.status().fresh]).toEqual([3, 1, true]);
  });

  it("of a library that is gone leaves it disposable", () => {
    const path = moody();
    const lib = isolate(layers()).openSync(library(path));
    renameSync(path, `${path}.away`);
    expect(() => lib.reopen()).toThrow();
    lib.dispose();
    lib.dispose();
    expect(lib.status().state).toBe("disposed");
  });

  it("of a release that lacks a linked function throws, and lets no call in", () => {
    const path = moody();
    using lib = isolate(layers()).openSync(library(path));
    const { add, next } = link(lib);
    const extra = lib.func("int extra()");
    const { readVersion } = link(lib);
    moody(["-DVERSION=3", "-DWITHOUT_EXTRA"], path);
    expect(() => lib.reopen()).toThrow(expect.objectContaining({ code: "ERR_SYMBOL_NOT_FOUND" }));
    expect(lib.status().state).toBe("quarantined");
    for (const call of [add, next, extra, readVersion]) {
      expect(() => call(1, 2)).toThrow(expect.objectContaining(quarantined));
    }
    moody(["-DVERSION=4"], path);
    lib.reopen();
    expect([readVersion(), extra(), add(1, 2)]).toEqual([4, 5, 3]);
  });
});

describe("a fault", () => {
  it("quarantines every function of the library, and says why", () => {
    using lib = openMoody();
    const linked = link(lib);
    const fault = faultOf(linked.crash);
    const uses: readonly (() => unknown)[] = [
      () => linked.add(1, 2),
      () => linked.next(),
      () => linked.crash(),
      () => linked.apply(() => 1, 1, 2),
      () => linked.version.get(),
      () => linked.version.set(5),
      () => lib.func("int add(int a, int b)"),
      () => lib.symbol("add"),
      () => lib.register(() => {}, "Listener *"),
    ];
    for (const use of uses) {
      const error = thrownBy<QuarantinedError>(use);
      expect(error).toMatchObject(quarantined);
      expect(error.message).toMatch(
        /^Cannot .*: .*moody.* is quarantined after a fault\. Call reopen\(\)/,
      );
      expect(error.cause).toBe(fault);
    }
  });

  it("does not quarantine another copy of the library, nor another library", () => {
    const path = moody();
    using lib = guard.openSync(library(path));
    using again = guard.openSync(library(path));
    using copy = openMoody();
    const others = [link(again), link(copy)];
    faultOf(link(lib).crash);
    for (const other of others) expect(other.add(1, 2)).toBe(3);
    expect(link(again).next()).toBe(1);
  });

  it("is over with reopen(): the library is as new", () => {
    using lib = openMoody();
    const { add, next, crash } = link(lib);
    for (let time = 1; time <= 3; time++) {
      expect(next()).toBe(1);
      faultOf(crash);
      lib.reopen();
      expect(add(1, 2)).toBe(3);
      expect(lib.status()).toMatchObject({
        reopened: time,
        tainted: false,
        faults: { signal: time },
      });
    }
  });

  it("leaves its taint when reopen() could not unload the library", () => {
    const path = moody();
    using lib = guard.openSync(library(path));
    using _other = guard.openSync(library(path));
    const { add, crash } = link(lib);
    faultOf(crash);
    lib.reopen();
    expect(add(1, 2)).toBe(3);
    expect(lib.status()).toMatchObject({ state: "open", tainted: true, fresh: false });
  });

  it("does not hinder dispose()", () => {
    const lib = openMoody();
    const { add, crash } = link(lib);
    faultOf(crash);
    lib.dispose();
    expect(() => add(1, 2)).toThrow(expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }));
  });

  it.each(layerLists.slice(1))(
    'lets calls through with afterFault: "continue", in %s',
    (_name, layers) => {
      using lib = isolate(layers({ afterFault: "continue" })).openSync(library(moody()));
      const { add, next, crash } = link(lib);
      const faults = [faultOf(crash), faultOf(crash)];
      expect([add(1, 2), next(), next()]).toEqual([3, 1, 2]);
      expect(lib.status()).toMatchObject({ state: "open", tainted: true, faults: { signal: 2 } });
      expect(lib.status().lastFault).toBe(faults[1]);
    },
  );
});

const quarantined = { name: "QuarantinedError", code: "ERR_ISOLATION_QUARANTINED" };

function link(lib: Library) {
  return {
    add: lib.func("int add(int a, int b)"),
    next: lib.func("int counter_next()"),
    crash: lib.func("int crash()"),
    readVersion: lib.func("int read_version()"),
    apply: lib.func("double apply(Callback *callback, int a, double x)"),
    version: lib.variable("version", "int"),
  };
}

function thrownBy<E>(run: () => unknown): E {
  try {
    run();
  } catch (error) {
    return error as E;
  }
  throw new Error("nothing was thrown");
}

function faultOf(crash: () => unknown) {
  return thrownBy<IsolationError>(crash).fault;
}
