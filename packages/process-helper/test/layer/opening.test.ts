import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { describe, expect, it } from "vitest";
import { counter } from "../../../../testing/conformance/counter.mjs";
import { code, labPath, openIn, openLab, thrownBy } from "./lab.js";

const ADD = "int add(int a, int b)";
const guard = isolate([processHelper({ spare: 0 })]);

function noLibrary(): string {
  const path = join(dirname(labPath), "text.so");
  writeFileSync(path, "This is no library.\n");
  return path;
}

function children(): number {
  const isChild = (pid: string) => /^\d+$/.test(pid) && parentOf(pid) === String(process.pid);
  return readdirSync("/proc").filter(isChild).length;
}

function parentOf(pid: string): string | undefined {
  try {
    return /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  } catch {
    return undefined; // it has ended
  }
}

describe("open(library(path)) and openSync(library(path)) in a helper", () => {
  it.each([
    ["that is not there", () => "./no-such-library.so"],
    ["of that name that the system does not have", () => "libnosuchlibrary.so.7"],
    ["that is no library", noLibrary],
    ["that crashes while it is loaded", () => libraryPath("crash_at_load")],
  ])("refuse a library %s, and leave no process", async (_what, pathOf) => {
    const path = pathOf();
    const before = children();
    const refusal = expect.objectContaining({
      code: "ERR_DLOPEN_FAILED",
      message: expect.stringContaining(path),
    });
    expect(() => guard.openSync(library(path))).toThrow(refusal);
    await expect(guard.open(library(path))).rejects.toThrow(refusal);
    expect(children()).toBe(before);
  });

  it("refuse a library that no rule allows, and name the rule", () => {
    const strict = isolate([processHelper({ libraries: { allowedLibs: ["/opt/**"] } })]);
    expect(thrownBy(() => strict.openSync(library(labPath)))).toMatchObject({
      code: "ERR_DLOPEN_FAILED",
      message: expect.stringMatching(/allowed/),
    });
  });

  it("open many at once", async () => {
    const labs = await Promise.all([1, 2, 3].map(() => guard.open(library(labPath))));
    expect(labs.map((lab) => lab.func(ADD)(1, 2))).toEqual([3, 3, 3]);
    for (const lab of labs) lab.dispose();
  });
});

describe("a function that the library does not have", () => {
  it("is refused when it is linked, in the words that this process has for it", () => {
    using here = isolate([]).openSync(library(labPath));
    using lab = openLab();
    const [expected, error] = [here, lab].map((one) => thrownBy(() => one.func("int nowhere()")));
    const { name, message, code } = expected as Error & { code: string };
    expect(error).toMatchObject({ name, message, code });
  });
});

describe("layers around processHelper()", () => {
  it("may have it loaded from elsewhere here, which is nowhere in the helper: it is what it was", () => {
    const moving: IsolationLayer = {
      name: "moving",
      open: ({ target }, next) => next(target.file?.at("/proc/self/fd/999", ["/none.so"])),
    };
    using lab = openIn([moving, processHelper({ spare: 0 })]);
    expect(lab.func(ADD)(1, 2)).toBe(3);
  });

  it("may be counted outside of it, and inside", () => {
    const [outer, inner] = [counter("outer"), counter("inner")];
    using lab = openIn([outer, processHelper({ spare: 0 }), inner]);
    expect(lab.func(ADD)(1, 2)).toBe(3);
    expect(outer.status?.()).toEqual({ started: 1, returned: 1, threw: 0 });
    expect(inner.status?.()).toEqual({ started: 0, returned: 0, threw: 0 }); // its twin in the helper did
    expect(lab.status().layers.map(({ name }) => name)).toEqual([
      "outer",
      "process-helper",
      "inner",
    ]);
  });

  it("see and change what the library is called with, also inside of it", () => {
    const module = join(dirname(labPath), "twice.mjs");
    writeFileSync(join(dirname(labPath), "package.json"), "{}");
    writeFileSync(
      module,
      "export const twice = (by) => ({ name: 'twice', link: (next) => (...args) => by * next(...args) });\n",
    );
    const recipe = { module: `file://${module}`, export: "twice", args: [10] };
    using lab = openIn([processHelper({ spare: 0 }), { name: "twice", recipe }]);
    expect(lab.func(ADD)(1, 2)).toBe(30);
  });

  it("are refused inside of it without a recipe, and named", () => {
    const layer: IsolationLayer = { name: "homemade" };
    const error = thrownBy(() => openIn([processHelper(), layer]));
    expect(error).toMatchObject({
      code: "ERR_LAYER_NOT_PORTABLE",
      message: expect.stringContaining("homemade"),
    });
    using lab = openIn([layer, processHelper({ spare: 0 })]);
    expect(lab.func(ADD)(1, 2)).toBe(3);
  });

  it("are refused when a recipe leads to nothing", () => {
    const recipe = {
      module: import.meta.resolve("@cofferdam/signals"),
      export: "nothing",
      args: [],
    };
    expect(() => openIn([processHelper({ spare: 0 }), { name: "lost", recipe }])).toThrow(
      code("ERR_LAYER_NOT_PORTABLE") as Error,
    );
  });
});

describe("what is published of a library in a helper", () => {
  it.each([
    ["in the helper", [signals()], "ERR_ISOLATION_SIGNAL"],
    ["of the helper", [], "ERR_ISOLATION_EXIT"],
  ])("is each fault %s, once, on cofferdam:fault", (_where, inner, expected) => {
    using lab = openIn([processHelper({ spare: 0 }), ...inner]);
    const events: unknown[] = [];
    const listen = (event: unknown) => events.push(event);
    subscribe("cofferdam:fault", listen);
    const error = thrownBy(() => lab.func("int crash(int x)")(0));
    unsubscribe("cofferdam:fault", listen);
    expect(error).toMatchObject({ code: expected });
    expect(events).toMatchObject([{ target: labPath, symbol: "crash", error }]);
  });

  it("is each call, on tracing:cofferdam:call, when somebody listens", () => {
    const events: unknown[] = [];
    const listen = (event: unknown) => events.push(event);
    subscribe("tracing:cofferdam:call:start", listen);
    using lab = openLab();
    expect(lab.func(ADD)(1, 2)).toBe(3);
    unsubscribe("tracing:cofferdam:call:start", listen);
    expect(events).toMatchObject([{ target: labPath, symbol: "add", arguments: [1, 2] }]);
  });
});
