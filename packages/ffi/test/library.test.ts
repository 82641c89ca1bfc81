import { readFileSync, writeFileSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";
import { compile, moody, newPath } from "./libraries.js";

koffi.proto("double Callback(int a, double x)");
const guard = isolate([signals(), stack()]);
const openMoody = () => guard.openSync(library(moody()));

describe("library(path, options)", () => {
  it("opens at once, or in time", async () => {
    expect(guard.openSync(library(moody())).func("int add(int a, int b)")(1, 2)).toBe(3);
    const lib = await guard.open(library(moody()));
    expect(lib.func("int add(int a, int b)")(3, 4)).toBe(7);
  });

  it("takes a name without a slash from where the system keeps libraries", () => {
    using lib = guard.openSync(library("libm.so.6"));
    expect(lib.func("double hypot(double x, double y)")(3, 4)).toBe(5);
  });

  it.each([[undefined], [null], [5], [""], ["libm.so.6\0x"], [{}], [["./lib.so"]]])(
    "refuses %j for a path",
    (path) => {
      expect(() => library(path as string)).toThrow(
        expect.objectContaining({
          name: "TypeError",
          code: "ERR_OPTION_TYPE",
          message: expect.stringMatching(/^Expected a path for `library`, got .*\. Give a file /),
        }),
      );
    },
  );

  it.each([[null], ["lazy"], [5]])("refuses %j for options", (options) => {
    expect(() => library("libm.so.6", options as never)).toThrow(
      expect.objectContaining({ name: "TypeError", code: "ERR_OPTION_TYPE" }),
    );
  });

  it("refuses an option that it does not know", () => {
    expect(() => library("libm.so.6", { lasy: true } as object)).toThrow(
      expect.objectContaining({
        code: "ERR_OPTION_RANGE",
        message: expect.stringContaining("lasy"),
      }),
    );
  });

  it.each([
    ["that is not there", () => "./no-such-library.so"],
    ["of that name that the system does not have", () => "libnosuchlibrary.so.7"],
    ["that is a folder", () => "/tmp"],
    ["that is no library", textFile],
    [
      "that needs what nobody exports",
      () => compile("int missing(void); int f(void) { return missing(); }"),
    ],
  ])("cannot open one %s", (_what, makePath) => {
    const path = makePath();
    expect(() => guard.openSync(library(path))).toThrow(
      expect.objectContaining({
        name: "SetupError",
        code: "ERR_DLOPEN_FAILED",
        message: expect.stringContaining(JSON.stringify(path)),
        cause: expect.any(Error),
      }),
    );
  });

  it("with `lazy` resolves functions at their first call only", () => {
    const path = compile("int missing(void); int f(int x) { return x ? x : missing(); }");
    using lib = guard.openSync(library(path, { lazy: true }));
    expect(lib.func("int f(int x)")(5)).toBe(5);
  });

  it("with `global` lends its symbols to libraries that are opened later", () => {
    const needy = compile("int lent_symbol(void); int f(void) { return lent_symbol(); }");
    expect(() => guard.openSync(library(needy))).toThrow(/lent_symbol/);
    using _lender = guard.openSync(
      library(compile("int lent_symbol(void) { return 9; }"), { global: true }),
    );
    using lib = guard.openSync(library(needy));
    expect(lib.func("int f()")()).toBe(9);
  });

  it("with `deep` prefers its own symbols over those of others", () => {
    const other = compile("int who_answers(void) { return 1; }");
    using _other = guard.openSync(library(other, { global: true }));
    const path = compile(
      "int who_answers(void) { return 2; } int ask(void) { return who_answers(); }",
    );
    using lib = guard.openSync(library(path));
    expect(lib.func("int ask()")()).toBe(1);
    lib.dispose();
    using deep = guard.openSync(library(path, { deep: true }));
    expect(deep.func("int ask()")()).toBe(2);
  });
});

describe("dispose()", () => {
  const uses: readonly [string, (lib: Library, linked: Linked) => unknown][] = [
    ["a linked function", (_lib, { add }) => add(1, 2)],
    ["a linked function with a callback", (_lib, { apply }) => apply(() => 1, 1, 2)],
    ["func()", (lib) => lib.func("int add(int a, int b)")],
    ["symbol()", (lib) => lib.symbol("add")],
    ["variable()", (lib) => lib.variable("version", "int")],
    ["a variable's get()", (_lib, { version }) => version.get()],
    ["a variable's set()", (_lib, { version }) => version.set(3)],
    ["a variable's address", (_lib, { version }) => version.address],
    ["register()", (lib) => lib.register(() => 1, "Callback *")],
    ["reopen()", (lib) => lib.reopen()],
  ];

  it.each(uses)("makes %s throw", (_what, use) => {
    const lib = openMoody();
    const linked = link(lib);
    lib.dispose();
    for (let time = 0; time < 2; time++) {
      expect(() => use(lib, linked)).toThrow(
        expect.objectContaining({
          name: "TypeError",
          code: "ERR_TARGET_DISPOSED",
          message: expect.stringMatching(/^Cannot .*: .*moody.* was disposed\. Open it again\.$/),
        }),
      );
    }
  });

  it("runs at the end of a `using` block", () => {
    let add: Linked["add"];
    {
      using lib = openMoody();
      ({ add } = link(lib));
      expect(add(1, 2)).toBe(3);
    }
    expect(() => add(1, 2)).toThrow(expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }));
  });

  it("runs once, however often it is called", () => {
    const path = moody();
    const lib = guard.openSync(library(path));
    using other = guard.openSync(library(path));
    for (let time = 0; time < 3; time++) lib.dispose();
    expect(link(other).add(1, 2)).toBe(3);
    expect(lib.status()).toMatchObject({ state: "disposed", path });
  });

  it("takes the library out of memory", () => {
    const lib = openMoody();
    link(lib).add(1, 2);
    expect(isInMemory(lib.path)).toBe(true);
    lib.dispose();
    expect(isInMemory(lib.path)).toBe(false);
  });

  it("gives the callbacks back", () => {
    const before = koffi.stats().callbacks;
    const lib = openMoody();
    const pointer = lib.register(() => 1, "Callback *");
    lib.register(() => 2, "Callback *");
    expect(koffi.stats().callbacks).toBe(before + 2);
    lib.dispose();
    expect(koffi.stats().callbacks).toBe(before);
    expect(() => lib.unregister(pointer)).toThrow(
      expect.objectContaining({ code: "ERR_CALLBACK_UNKNOWN" }),
    );
  });

  it("of one library is no matter for another, even while that runs", () => {
    const [lib, other] = [openMoody(), openMoody()];
    const { apply } = link(lib);
    const dispose = () => {
      other.dispose();
      return 4;
    };
    expect(apply(dispose, 1, 2)).toBe(4);
    expect(link(lib).add(1, 2)).toBe(3);
    lib.dispose();
  });
});

type Linked = ReturnType<typeof link>;

function link(lib: Library) {
  return {
    add: lib.func("int add(int a, int b)"),
    apply: lib.func("double apply(Callback *callback, int a, double x)"),
    version: lib.variable("version", "int"),
  };
}

function isInMemory(path: string): boolean {
  return readFileSync("/proc/self/maps", "utf8").includes(path);
}

function textFile(): string {
  const path = newPath("text");
  writeFileSync(path, "This is no library.\n");
  return path;
}
