import { rmSync } from "node:fs";
import { join } from "node:path";
import { isolate, outcome } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import { connectHelper, type ProcessHelperOptions, processHelper } from "@cofferdam/process-helper";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import { Client } from "./client.ts";
import { type Listening, listening, temporaryFolder, until } from "./helper.ts";

const path = compileGuest(new URL("guests/library.c", import.meta.url));
koffi.proto("int Step(int value)");

/** How helpers are reached: one that runs already, and one that is started for the library. */
const ways = ["a helper at a socket", "a helper that is started without the addon"] as const;
const open: Library[] = [];

afterEach(() => {
  for (const lib of open.splice(0)) lib.dispose();
});

function kept(lib: Library): Library {
  open.push(lib);
  return lib;
}

function faultOf(call: () => unknown): object {
  const result = outcome(call);
  if (result.ok) throw new Error("it had no fault");
  return result.fault;
}

describe.each(ways)("a library in %s", (way) => {
  let there: Listening;

  beforeAll(async () => {
    there = await listening();
  });

  function layer(options: ProcessHelperOptions = {}) {
    const place = way === ways[0] ? { socket: there.socket } : { transport: "socket" as const };
    return isolate([processHelper({ ...place, ...options })]);
  }

  function opened(options?: ProcessHelperOptions): Library {
    return kept(layer(options).openSync(library(path)));
  }

  /** One that may end its helper. */
  async function openedAlone(options: ProcessHelperOptions = {}): Promise<Library> {
    if (way !== ways[0]) return opened(options);
    const { socket } = await listening();
    return kept(isolate([processHelper({ socket, ...options })]).openSync(library(path)));
  }

  it("is opened with a promise, and called with and without one", async () => {
    const lib = kept(await layer().open(library(path)));
    const add = lib.func("int add(int a, int b)");
    expect(add(2, 3)).toBe(5);
    expect(await add.async(4, 5)).toBe(9);
  });

  it("is opened without one", () => {
    expect(opened().func("int add(int a, int b)")(2, 3)).toBe(5);
  });

  it("runs in another process", () => {
    expect(opened().func("int pid()")()).not.toBe(process.pid);
  });

  it("answers calls in their order, whether they are waited for or not", async () => {
    const lib = opened();
    const count = lib.func("int count()");
    const first = [count.async(), count.async(), count.async()];
    await Promise.resolve();
    const fourth = count();
    expect(await Promise.all([...first, fourth, count.async()])).toEqual([1, 2, 3, 4, 5]);
  });

  it("answers thousands of calls at a time", async () => {
    const add = opened().func("int add(int a, int b)");
    const all = Array.from({ length: 3000 }, (_, index) => add.async(index, 1));
    expect(await Promise.all(all)).toEqual(all.map((_, index) => index + 1));
  });

  it("fills a buffer of the caller", async () => {
    const fill = opened().func("void fill(_Out_ uint8_t *bytes, int size, int value)");
    const bytes = Buffer.alloc(4);
    fill(bytes, 4, 7);
    expect([...bytes]).toEqual([7, 8, 9, 10]);
    await fill.async(bytes, 4, 1);
    expect([...bytes]).toEqual([1, 2, 3, 4]);
  });

  it("takes and fills a mebibyte", () => {
    const fill = opened().func("void fill(_Out_ uint8_t *bytes, int size, int value)");
    const bytes = Buffer.alloc(2 ** 20);
    fill(bytes, bytes.length, 0);
    expect(bytes.every((byte, at) => byte === (at & 0xff))).toBe(true);
  });

  it("calls back, and is called within that, however deep", () => {
    const apply = opened().func("int apply(Step *step, int value)");
    const step = (value: number): number => (value === 0 ? 100 : 1 + apply(step, value - 1));
    expect(apply(step, 6)).toBe(106);
  });

  it("calls back in calls that are not waited for, with others behind them", async () => {
    const lib = opened();
    const twice = lib.func("int apply_twice(Step *step, int value)");
    const add = lib.func("int add(int a, int b)");
    const step = (value: number) => add(value, 10);
    const all = [twice.async(step, 1), add.async(1, 1), twice.async(step, 2), add.async(2, 2)];
    expect(await Promise.all(all)).toEqual([21, 2, 22, 4]);
  });

  it("throws the very error that a callback threw, and goes on", () => {
    const apply = opened().func("int apply(Step *step, int value)");
    const error = new RangeError("mine");
    const throwing = () => {
      throw error;
    };
    let thrown: unknown;
    try {
      apply(throwing, 1);
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toBe(error);
    expect(apply((value: number) => value, 3)).toBe(3);
  });

  it("calls functions that were registered", () => {
    const lib = opened();
    const pointer = lib.register((value: number) => value * 3, "Step *");
    lib.func("void keep(Step *step)")(pointer);
    const apply = lib.func("int apply_kept(int value)");
    expect(apply(5)).toBe(15);
    lib.unregister(pointer);
  });

  it("has symbols, variables, memory and errno", () => {
    const lib = opened();
    const number = lib.variable("number", "int");
    expect(number.get()).toBe(7);
    number.set(8);
    expect(number.get()).toBe(8);
    const numbers = lib.func("int *numbers()")() as bigint;
    expect(lib.decode(numbers, "int", 3)).toEqual(Int32Array.of(1, 2, 3));
    lib.func("int fail_with(int code)")(13);
    expect(lib.errno()).toBe(13);
    expect(lib.symbol("add")).toBeTypeOf("bigint");
    expect(() => lib.symbol("nothing")).toThrow(
      expect.objectContaining({ code: "ERR_SYMBOL_NOT_FOUND" }),
    );
  });

  it("reopens, and its state is new", () => {
    const lib = opened();
    const count = lib.func("int count()");
    count();
    lib.reopen();
    expect(count()).toBe(1);
    expect(lib.status()).toMatchObject({ fresh: true, reopened: 1 });
  });

  it("lends ordinary memory, which is counted, and freed once", () => {
    const lib = opened();
    const memory = lib.alloc("1KiB");
    lib.func("void fill(_Out_ uint8_t *bytes, int size, int value)")(memory, 4, 7);
    expect([...memory.subarray(0, 5)]).toEqual([7, 8, 9, 10, 0]);
    expect(lib.status()).toMatchObject({ liveAllocs: 1, helper: { allocatedBytes: 1024 } });
    lib.free(memory);
    expect(() => lib.free(memory)).toThrow(expect.objectContaining({ code: "ERR_MEMORY_FREED" }));
    const other = Buffer.alloc(4);
    expect(() => lib.free(other)).toThrow(expect.objectContaining({ code: "ERR_MEMORY_FOREIGN" }));
    expect(lib.status().liveAllocs).toBe(0);
  });

  it("says that a socket carries its calls, and that nothing confines it", () => {
    const { helper } = opened().status() as unknown as { helper: object };
    expect(helper).toMatchObject({ transport: "socket", confinement: [], limits: { size: 1 } });
  });

  it("ends a call that takes too long: a timeout, after which others are well", async () => {
    const lib = await openedAlone({ timeout: 200 });
    const hang = lib.func("void hang()");
    expect(faultOf(hang)).toMatchObject({ kind: "timeout", limit: 200 });
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
  });

  it("ends one that is not waited for, too, and only that", async () => {
    const lib = await openedAlone({ timeout: 200 });
    const add = lib.func("int add(int a, int b)");
    const hang = lib.func("void hang()").async();
    const behind = add.async(2, 3);
    await expect(hang).rejects.toMatchObject({ fault: { kind: "timeout" } });
    expect(await behind).toBe(5);
  });

  it("is not begun to be ended by a signal before it runs, and is when it runs", async () => {
    const lib = await openedAlone();
    const wait = lib.func("int wait_ms(int ms)");
    const before = new AbortController();
    const running = new AbortController();
    const hang = lib.func("void hang()").async({ signal: running.signal });
    const behind = wait.async(1, { signal: before.signal });
    before.abort(new Error("not this"));
    await expect(behind).rejects.toThrow("not this");
    running.abort(new Error("nor this"));
    await expect(hang).rejects.toThrow("nor this");
    expect(wait(1)).toBe(1);
  });

  it("needs a layer in this process for layers behind it", () => {
    const noop = { name: "noop", recipe: { module: "node:os", export: "hostname", args: [] } };
    const place = way === ways[0] ? { socket: there.socket } : { transport: "socket" as const };
    const guard = isolate([processHelper(place), noop]);
    expect(() => guard.openSync(library(path))).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_NOT_PORTABLE" }),
    );
  });

  it("says that it cannot be loaded", async () => {
    const refused = expect.objectContaining({ code: "ERR_DLOPEN_FAILED" });
    expect(() => layer().openSync(library("/no/such.so"))).toThrow(refused);
    await expect(layer().open(library("/no/such.so"))).rejects.toEqual(refused);
  });
});

describe("processHelper({ socket })", () => {
  it("is a fault when the helper is lost in the middle of a call, with nothing known of its end", async () => {
    const { socket, helper } = await listening();
    const lib = kept(isolate([processHelper({ socket })]).openSync(library(path)));
    const leave = lib.func("void leave(int code)");
    const lost = { kind: "exit", exitCode: null, signal: null, lastCall: "leave" };
    expect(faultOf(() => leave(3))).toEqual(lost);
    expect(await helper.ended).toEqual({ code: 3, signal: null });
  });

  it("is a fault in calls that are not waited for, and the helper that comes next has the library", async () => {
    const { socket, helper } = await listening();
    const lib = kept(isolate([processHelper({ socket })]).openSync(library(path)));
    const hang = lib.func("void hang()");
    const pending = hang.async();
    await until(() => lib.status().calls === 1);
    const lost = expect(pending).rejects.toMatchObject({ fault: { kind: "exit", exitCode: null } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await helper.end("SIGKILL");
    await lost;
    const add = () => lib.func("int add(int a, int b)");
    expect(add).toThrow(expect.objectContaining({ code: "ERR_HELPER_UNAVAILABLE" }));
    rmSync(socket);
    await listening([], {}, socket);
    expect(add()(2, 3)).toBe(5);
  });

  it("names what is missing when nobody listens there", async () => {
    const socket = join(temporaryFolder(), "none.sock");
    const guard = isolate([processHelper({ socket })]);
    const code = "ERR_HELPER_UNAVAILABLE";
    const message = expect.stringContaining(`connect ENOENT ${socket}`);
    expect(() => guard.openSync(library(path))).toThrow(expect.objectContaining({ code, message }));
    await expect(guard.open(library(path))).rejects.toMatchObject({ code });
  });

  it("waits for the client before it, and says so when that takes too long", async () => {
    const { socket } = await listening();
    const first = await new Client(socket).greet();
    const guard = isolate([processHelper({ socket, connectTimeout: 100 })]);
    await expect(guard.open(library(path))).rejects.toMatchObject({
      code: "ERR_HELPER_UNAVAILABLE",
      message: expect.stringContaining("no answer within 100 ms: it may serve another client"),
    });
    const patient = isolate([processHelper({ socket })]).open(library(path));
    await first.leave();
    expect(kept(await patient).func("int add(int a, int b)")(1, 2)).toBe(3);
  });

  it("leaves when the library is disposed, so that the next client is served", async () => {
    const { socket } = await listening();
    for (let turn = 0; turn < 3; turn++) {
      using lib = isolate([processHelper({ socket })]).openSync(library(path));
      expect(lib.func("int count()")()).toBe(1);
    }
  });

  it("asks the helper for memory, which has its limit", async () => {
    const { socket } = await listening(["--memory-limit", "2KiB"]);
    const lib = kept(isolate([processHelper({ socket })]).openSync(library(path)));
    const memory = lib.alloc(2000);
    expect(() => lib.alloc(100)).toThrow(expect.objectContaining({ code: "ERR_MEMORY_LIMIT" }));
    lib.free(memory);
    expect(lib.alloc(100)).toHaveLength(100);
  });

  it("does not take what the helper decides", () => {
    const options = { socket: "a", size: 2 };
    expect(() => processHelper(options)).toThrow(
      "Expected `socket` or `size`, got both. The helper at a socket runs already, with the options it was started with.",
    );
    expect(() => processHelper({ socket: "" })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_TYPE" }),
    );
  });
});

describe("connectHelper({ socket })", () => {
  it("is the same layer", async () => {
    const { socket } = await listening();
    const lib = kept(isolate([connectHelper({ socket, timeout: 1000 })]).openSync(library(path)));
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
    expect(lib.status()).toMatchObject({
      helper: { limits: { timeout: 1000, size: 1, spare: 0 } },
    });
  });

  it("does not do without a socket", () => {
    const none = {} as { socket: string };
    expect(() => connectHelper(none)).toThrow(expect.objectContaining({ code: "ERR_OPTION_TYPE" }));
  });
});
