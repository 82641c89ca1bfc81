import { type Frame, type IsolationError, isolate } from "@cofferdam/core";
import { koffi, type LibraryOptions, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { killLater } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { afterAll, describe, expect, it } from "vitest";
import { breaker, resultOf, run, thrower } from "./run-private.js";

const keptLoaded = compileGuest(new URL("guests/kept_loaded.cc", import.meta.url));

/** What guests/heap_breaker.c does, by its number. */
const crimes = [
  ["frees a small block twice", "SIGABRT"],
  ["frees a small block twice that no cache holds", "SIGABRT"],
  ["frees what malloc never gave out", "SIGABRT"],
  ["frees a large block twice, which leaves malloc locked", "SIGABRT"],
  ["overflows a block and frees it, which leaves malloc locked", "SIGABRT"],
  ["writes in front of a freed block and allocates, which leaves malloc locked", "SIGABRT"],
  ["writes in front of a freed block", 6],
  ["writes into a small freed block", 7],
  ["writes far past the end of a block", 8],
] as const;

describe("a library with a private heap that", () => {
  it.each(crimes.map(([crime, broken], kind) => [crime, kind, broken] as const))(
    "%s leaves the host's heap as it was",
    async (_crime, kind, broken) => {
      const child = await run("corrupt", breaker, [String(kind), "private"]);
      expect(resultOf(child)).toEqual({ broken, hostKeepsItsData: true });
    },
  );
});

describe("a library with the host's heap that", () => {
  it.each([5, 6].map((kind) => [crimes[kind]?.[0], kind] as const))(
    "%s has the host killed, in malloc or by what malloc returns",
    async (_crime, kind) => {
      const child = await run("corrupt", breaker, [String(kind), "shared"]);
      expect(child).toMatchObject({
        signal: expect.stringMatching(/^SIG(ABRT|SEGV)$/),
        timedOut: false,
      });
    },
  );
});

describe("after a fault with malloc locked, a library with a private heap", () => {
  it.each([
    ["dispose", "ERR_TARGET_DISPOSED"],
    ["reopen", 500],
    ["exit", "ERR_ISOLATION_QUARANTINED"],
    ["process.exit()", "ERR_ISOLATION_QUARANTINED"],
  ])("does not get to run its destructors, which would wait for ever: %s", async (ending, use) => {
    const child = await run("end", breaker, [ending, "broken"]);
    expect(resultOf(child)).toMatchObject({ before: 10, use, hostKeepsItsData: true });
    expect(child.stderr).not.toContain("destroyed");
  });
});

describe('after a fault with malloc locked, in a list with afterFault: "continue"', () => {
  it("a library with a private heap waits for ever in its next malloc", async () => {
    const stdout = '"SIGABRT"\ntrue\n3\n';
    const child = await run("wait", breaker, [], { when: { text: stdout, run: killLater } });
    expect(child).toMatchObject({ signal: "SIGKILL", timedOut: false, stdout });
  });
});

describe("a deadline", () => {
  it("ends the malloc of a private heap that waits for ever, by force, and the host goes on", async () => {
    const child = await run("limited", breaker);
    const ended = { kind: "timeout", abandoned: "forced", hostIsWell: true, used: 100 };
    expect(resultOf(child)).toEqual(ended);
  });

  it("lets a function of the private C library finish, as of the host's: it may hold its locks", async () => {
    const child = await run("sleepsTooLong", breaker);
    expect(resultOf(child)).toEqual({ kind: "timeout", abandoned: "at-return" });
  });
});

describe("the destructors of a library with a private heap that had no fault", () => {
  it.each([
    ["dispose", "destroyed\n"],
    ["reopen", "destroyed\n"],
    ["exit", ""],
    ["process.exit()", ""],
  ])("%s: printed %j", async (ending, stderr) => {
    const child = await run("end", breaker, [ending, "well"]);
    expect(resultOf(child)).toMatchObject({ before: 10, hostKeepsItsData: true });
    expect(child.stderr).toBe(stderr);
  });
});

describe("a library with a private heap that the loader never unloads", () => {
  it.each(["dispose", "reopen", "exit", "process.exit()"])(
    "does the host no harm when it exits, after: %s",
    async (ending) => {
      const child = await run("end", keptLoaded, [ending, "well"]);
      expect(resultOf(child)).toMatchObject({ before: 50, hostKeepsItsData: true });
      expect(child.stderr).toBe("");
    },
  );
});

describe("its own C library", () => {
  it.each([
    ["flushed", "flushed text\n"],
    ["forgotten", ""],
  ])("buffers what it prints, and nobody flushes that at exit: %s", async (how, text) => {
    const child = await run("print", breaker, [how]);
    expect(resultOf(child)).toBeUndefined();
    expect(child.stdout.split("{")[0]).toBe(text);
  });
});

describe("library(path, { privateHeap: true })", () => {
  const open = (path: string, options: LibraryOptions = {}) =>
    isolate([signals({ afterFault: "continue" }), stack()]).openSync(
      library(path, { privateHeap: true, ...options }),
    );
  const lib = open(breaker);
  const cpp = open(thrower);
  afterAll(() => {
    for (const opened of [cpp, lib]) opened.dispose();
  });

  it("has its own globals, and its own C library", () => {
    const shared = isolate([]).openSync(library(breaker));
    const counters = [lib, shared].map((side) => side.func("int count_calls()"));
    expect(counters.map((count) => [count(), count()])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(lib.symbol("free")).not.toBe(shared.symbol("free"));
    expect([lib.status().privateHeap, shared.status().privateHeap]).toEqual([true, false]);
    shared.dispose();
  });

  it("has its own errno, which errno() reads and koffi.errno() does not", () => {
    koffi.errno(0);
    expect(lib.func("int fail_with(int code)")(33)).toBe(-1);
    expect([lib.errno(), koffi.errno()]).toEqual([33, 0]);
  });

  it("reads the environment as it was when it was opened, whatever the host does to it", () => {
    using other = open(breaker);
    const readVariable = other.func("const char *read_variable(const char *name)");
    const names = Array.from({ length: 200 }, (_, index) => `COFFERDAM_TEST_${index}`);
    for (const name of names) process.env[name] = "set later"; // the host's array moves, and is freed
    expect([readVariable("PATH"), readVariable(names[0])]).toEqual([process.env.PATH, null]);
    for (const name of names) delete process.env[name];
  });

  it("shares no thread-specific value with the host, nor with another library, nor its last self", () => {
    const shared = isolate([]).openSync(library(breaker));
    using other = open(breaker);
    const sides = [shared, lib, other].map((side) => ({
      makeKey: side.func("int make_key()"),
      setValue: side.func("int set_value(int key, long value)"),
      getValue: side.func("long get_value(int key)"),
    }));
    const values = sides.map(({ makeKey, setValue }, index) => {
      const key = makeKey();
      expect([key >= 0, setValue(key, index + 1)]).toEqual([true, 0]);
      return { key, value: index + 1 };
    });
    expect(sides.map(({ getValue }, index) => getValue(values[index]?.key))).toEqual([1, 2, 3]);
    other.reopen();
    const [, , again] = sides as [unknown, unknown, (typeof sides)[number]];
    for (let key = again.makeKey(); key >= 0; key = again.makeKey()) {
      expect(again.getValue(key)).toBe(0);
    }
    shared.dispose();
  });

  it("starts threads that use its heap", () => {
    expect(lib.func("int run_threads()")()).toBe(8);
  });

  it("frees with its own free what it allocated", () => {
    const free = lib.func("void free(void *block)");
    koffi.disposable("OwnText", "str", free);
    const makeText = lib.func("OwnText make_text(int number)");
    for (let number = 0; number < 1000; number++) expect(makeText(number)).toBe(`number ${number}`);
    expect(lib.status().functions.find(({ symbol }) => symbol === "free")?.calls).toBe(1000);
  });

  it.each([
    [["char *! make_text(int number)"]],
    [["make_text", "str!", ["int"]]],
    [["int take(_Out_ char *!*text)"]],
  ])("refuses %j: koffi would free with the host's free", (declaration) => {
    expect(() => lib.func(...(declaration as [string]))).toThrow(
      expect.objectContaining({
        name: "TypeError",
        code: "ERR_PROTOTYPE_UNSUPPORTED",
        message: expect.stringMatching(/^Cannot guard ".*": `!` frees with the host's `free`/),
      }),
    );
  });

  it("has its crashes traced through its own libraries", () => {
    const strlen = lib.func("size_t strlen(void *text)");
    const { fault } = thrownBy(() => strlen(1n));
    expect(fault).toMatchObject({ kind: "signal", name: "SIGSEGV", address: "0x1" });
    expect(fault.frames[0]?.module).toContain("libc.so.6");
    const aborted = thrownBy(() => lib.func("int break_heap(int kind)")(2)).fault;
    expect(aborted.frames.map(({ symbol }) => symbol)).toEqual(
      expect.arrayContaining(["abort", "break_heap"]),
    );
  });

  it("has a C++ exception told with its type, its reason and the frames of the throw", () => {
    const error = thrownBy(() => cpp.func("int throw_numbered(int number)")(5));
    expect(error).toMatchObject({
      code: "ERR_ISOLATION_PANIC",
      fault: { language: "C++", type: "std::runtime_error", reason: "number 5" },
    });
    const symbols = error.fault.frames.map(({ symbol }) => symbol);
    expect(symbols).toEqual(["__cxa_throw", "throw_numbered"]);
  });

  it("has a C++ exception caught without the signals layer too", () => {
    using alone = isolate([]).openSync(library(thrower, { privateHeap: true }));
    const error = thrownBy(() => alone.func("int throw_numbered(int number)")(6));
    expect(error.fault).toMatchObject({ kind: "panic", reason: "number 6" });
  });

  it("is fresh after reopen(), also where C++ keeps the old one in memory", () => {
    using again = open(thrower);
    again.reopen();
    expect(again.status()).toMatchObject({ fresh: true, tainted: false });
    expect(again.func("int throw_and_catch(int number)")(8)).toBe(8);
  });

  it("resolves functions at their first call only with `lazy`; `deep` changes nothing", () => {
    for (const options of [{ lazy: true }, { deep: true }]) {
      using other = open(breaker, options);
      expect(other.func("int add(int a, int b)")(1, 2)).toBe(3);
    }
  });

  it("is refused with `global`", () => {
    expect(() => open(breaker, { global: true })).toThrow(
      expect.objectContaining({
        name: "RangeError",
        code: "ERR_OPTION_RANGE",
        message: expect.stringMatching(/^Expected `global` or `privateHeap`, got both\./),
      }),
    );
  });

  it.each([[1], ["yes"], [null]])("refuses %j", (privateHeap) => {
    expect(() => open(breaker, { privateHeap } as object)).toThrow(
      expect.objectContaining({ name: "TypeError", code: "ERR_OPTION_TYPE" }),
    );
  });

  it.each([["./no-such-library.so"], ["libnosuchlibrary.so.7"], ["/tmp"]])(
    "cannot open %s",
    (path) => {
      expect(() => open(path)).toThrow(
        expect.objectContaining({
          name: "SetupError",
          code: "ERR_DLOPEN_FAILED",
          message: expect.stringContaining(`${JSON.stringify(path)} with a private heap: `),
          cause: expect.any(Error),
        }),
      );
    },
  );
});

type Traced = IsolationError & { readonly fault: { readonly frames: readonly Frame[] } };

function thrownBy(run: () => unknown): Traced {
  try {
    run();
  } catch (error) {
    return error as Traced;
  }
  throw new Error("nothing was thrown");
}
