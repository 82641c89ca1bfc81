import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedError } from "../../../src/lock/malformed.ts";
import { readWasmWiring } from "../../../src/lock/wasm/wiring.ts";
import {
  F32,
  F64,
  func,
  I32,
  I64,
  list,
  moduleFile,
  name,
  section,
  u32,
  V128,
} from "./module-file.ts";

const types = section(1, list([func([I32, I64], [F32]), func([], []), func([V128], [I32, F64])]));
const bodies = (count: number) => section(10, list(Array(count).fill([3, 0, 0, 0x0b]))); // each traps
const whole = moduleFile(
  section(0, [...name("producers"), 1, 2, 3]),
  types,
  section(
    2,
    list([
      [...name("env"), ...name("log"), 0, 0],
      [...name("env"), ...name("memory"), 2, 1, 1, 16],
      [...name("env"), ...name("table"), 1, 0x70, 0, 10],
      [...name("env"), ...name("base"), 3, I32, 0],
    ]),
  ),
  section(3, list([u32(1), u32(2)])),
  section(4, list([[0x6f, 1, 2, 3]])),
  section(
    6,
    list([
      [I64, 1, 0x42, 0x80, 0x7f, 0x0b],
      [I32, 0, 0x23, 0, 0x0b],
    ]),
  ),
  section(
    7,
    list([
      [...name("run"), 0, 1],
      [...name("pair"), 0, 2],
      [...name("log"), 0, 0],
      [...name("memory"), 2, 0],
      [...name("slots"), 1, 1],
      [...name("count"), 3, 1],
      [...name("where"), 3, 2],
    ]),
  ),
  bodies(2),
);

describe("readWasmWiring(file)", () => {
  it("reads what a module takes from its host and gives it, with types", () => {
    expect(WebAssembly.validate(whole)).toBe(true);
    expect(readWasmWiring(whole)).toEqual({
      imports: [
        "env.log: func(i32, i64) -> f32",
        "env.memory: memory 1 16",
        "env.table: table 10 funcref",
        "env.base: global i32",
      ],
      exports: [
        "run: func()",
        "pair: func(v128) -> (i32, f64)",
        "log: func(i32, i64) -> f32",
        "memory: memory 1 16",
        "slots: table 2 3 externref",
        "count: global mut i64",
        "where: global i32",
      ],
      memories: ["memory 1 16"],
      tables: ["table 10 funcref", "table 2 3 externref"],
    });
  });

  it("reads an empty module", () => {
    expect(readWasmWiring(moduleFile())).toEqual({
      imports: [],
      exports: [],
      memories: [],
      tables: [],
    });
  });

  it("reads a module that compilers made", () => {
    const lexer = createRequire(import.meta.url).resolve("es-module-lexer");
    const [base64 = ""] = /AGFzbQ[A-Za-z0-9+/=]+/.exec(readFileSync(lexer, "utf8")) ?? [];
    const file = Buffer.from(base64, "base64");
    const { imports, exports } = readWasmWiring(file);
    expect(imports).toEqual([]);
    expect(exports).toContain("parse: func() -> i32");
    expect(exports.map((text) => text.split(": ")[0])).toEqual(
      WebAssembly.Module.exports(new WebAssembly.Module(file)).map(({ name }) => name),
    );
  });

  it("puts a name in quotes that could be read in two ways", () => {
    const imported = (module: string, field: string) => [...name(module), ...name(field), 2, 0, 1];
    const file = moduleFile(
      section(
        2,
        list([
          imported("env", "a.b"),
          imported("env.a", "b"),
          imported("env", "x: memory 2"),
          imported("", ""),
          imported("é", 'q"'),
          imported("wasi_snapshot_preview1", "$fd/write@1:2"),
        ]),
      ),
    );
    expect(readWasmWiring(file).imports).toEqual([
      "env.a.b: memory 1",
      '"env.a".b: memory 1',
      'env."x: memory 2": memory 1',
      '""."": memory 1',
      '"é"."q\\"": memory 1',
      "wasi_snapshot_preview1.$fd/write@1:2: memory 1",
    ]);
  });

  it("reads types of references, groups of types, tags, and memories of other kinds", () => {
    const file = moduleFile(
      section(
        1,
        list([
          [
            0x4e,
            ...list([
              [
                0x50,
                0,
                0x5f,
                ...list([
                  [I32, 1],
                  [0x78, 0],
                ]),
              ],
              [
                0x4f,
                ...list([u32(0)]),
                0x5f,
                ...list([
                  [I32, 1],
                  [0x78, 0],
                  [I64, 0],
                ]),
              ],
            ]),
          ],
          [0x5e, I32, 1],
          [0x60, 2, 0x64, 0, 0x63, 0x6e, 1, 0x6d],
          [0x60, 1, 0x69, 0],
        ]),
      ),
      section(
        2,
        list([
          [...name("a"), ...name("f"), 0, 3],
          [...name("a"), ...name("shared"), 2, 3, 1, 2],
          [...name("a"), ...name("large"), 2, 4, ...u32(2 ** 31)],
          [...name("a"), ...name("tag"), 4, 0, 4],
        ]),
      ),
    );
    expect(readWasmWiring(file).imports).toEqual([
      "a.f: func((ref 0), (ref null any)) -> eqref",
      "a.shared: memory 1 2 shared",
      "a.large: memory i64 2147483648",
      "a.tag: tag(exnref)",
    ]);
  });

  it.each([
    [
      "constants",
      [
        [F32, 0, 0x43, 0, 0, 0, 0, 0x0b],
        [F64, 0, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x0b],
      ],
    ],
    ["arithmetic", [[I32, 0, 0x41, 1, 0x41, 0xff, 0x00, 0x6a, 0x0b]]],
    ["vectors", [[V128, 0, 0xfd, 12, ...Array(16).fill(0x0b), 0x0b]]],
    [
      "references",
      [
        [0x70, 0, 0xd0, 0x70, 0x0b],
        [0x70, 0, 0xd2, 0, 0x0b],
        [0x6c, 0, 0x41, 5, 0xfb, 28, 0x0b],
      ],
    ],
  ])("steps over initial values of %s", (_what, globals) => {
    const last = [I64, 1, 0x42, 0, 0x0b];
    const exported = [
      [...name("last"), 3, globals.length],
      [...name("f"), 0, 0],
    ];
    const file = moduleFile(
      section(1, list([func([], [])])),
      section(3, list([u32(0)])),
      section(6, list([...globals, last])),
      section(7, list(exported)),
      bodies(1),
    );
    expect(readWasmWiring(file).exports).toEqual(["last: global mut i64", "f: func()"]);
  });

  it("reads tables that begin with a value", () => {
    const table = [0x40, 0, 0x70, 0, 5, 0xd0, 0x70, 0x0b];
    const file = moduleFile(
      section(4, list([table, [0x6f, 0, 1]])),
      section(7, list([[...name("t"), 1, 1]])),
    );
    expect(readWasmWiring(file).exports).toEqual(["t: table 1 externref"]);
  });

  it.each([
    ["an empty file", Buffer.alloc(0), "WebAssembly magic"],
    ["another file", Buffer.from("\x7fELF....", "latin1"), "WebAssembly magic"],
    ["a component", Buffer.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]), "component"],
    ["another version", Buffer.from([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]), "version"],
    ["half a section", whole.subarray(0, 40), "whole section"],
    ["a section twice", moduleFile(types, types), "once more"],
    ["more than a section says", moduleFile(section(1, [0, 0])), "More than types"],
    ["a number of types that is no number", moduleFile(section(1, Array(6).fill(0xff))), "number"],
    [
      "a number of more than 32 bits",
      moduleFile(section(1, [0xff, 0xff, 0xff, 0xff, 0x1f])),
      "number",
    ],
    ["2^32 types", moduleFile(section(1, u32(2 ** 32 - 1))), "No type"],
    ["2^32 exports", moduleFile(section(7, u32(2 ** 32 - 1))), "length of a name"],
    ["an unknown type", moduleFile(section(1, list([[0x61]]))), "not known (0x61)"],
    ["a parameter of an unknown type", moduleFile(section(1, list([func([1], [])]))), "not known"],
    ["an unknown kind of import", moduleFile(section(2, list([[0, 0, 9]]))), "not known (0x9)"],
    ["an import of no type", moduleFile(section(2, list([[0, 0, 0, 7]]))), "No such type"],
    ["an export of nothing", moduleFile(section(7, list([[0, 0, 7]]))), "Nothing for an export"],
    ["an export of an unknown kind", moduleFile(section(7, list([[0, 9, 7]]))), "Nothing"],
    ["a name that is no UTF-8", moduleFile(section(7, list([[1, 0xff, 0, 0]]))), "UTF-8"],
    ["a name longer than the section", moduleFile(section(7, list([[50, 0]]))), "No name"],
    ["a very long name", moduleFile(section(7, [1, ...u32(2 ** 30)])), "Too long a name"],
    ["an unknown initial value", moduleFile(section(6, list([[I32, 0, 0x10]]))), "initial value"],
    [
      "an initial value without an end",
      moduleFile(section(6, list([[I32, 0, 0x41, 1]]))),
      "instruction",
    ],
    [
      "a number without an end",
      moduleFile(section(6, list([[I32, 0, 0x41, ...Array(12).fill(0xff)]]))),
      "long",
    ],
    ["unknown limits", moduleFile(section(5, list([[0x20, 1]]))), "limits"],
    [
      "20,000 parameters",
      moduleFile(section(1, list([func(Array(20_000).fill(I32), [])]))),
      "Too many",
    ],
  ])("refuses %s", (_what, file, reason) => {
    expect(() => readWasmWiring(file)).toThrow(MalformedError);
    expect(() => readWasmWiring(file)).toThrow(reason);
  });

  it("does not make more text of types than there may be", () => {
    const long = Buffer.from(func(Array(9000).fill(I32), []));
    const imported = Buffer.from([...name("e"), ...name("f"), 0, 0]);
    const file = moduleFile(section(1, list([[...long]])), repeated(2, imported, 2500));
    expect(() => readWasmWiring(file)).toThrow("Too long imports");
    expect(() => readWasmWiring(moduleFile(repeated(1, long, 1000)))).toThrow("Too many types");
  });

  it("agrees with the engine about names and kinds, whatever a module has", () => {
    fc.assert(
      fc.property(anyModule, (file) => {
        const module = new WebAssembly.Module(file);
        const { imports, exports } = readWasmWiring(file);
        expect(imports.map(plain)).toEqual(
          WebAssembly.Module.imports(module).map(({ module, name, kind }) => [
            `${module}.${name}`,
            kind,
          ]),
        );
        expect(exports.map(plain)).toEqual(
          WebAssembly.Module.exports(module).map(({ name, kind }) => [name, kind]),
        );
      }),
    );
  });

  it("makes of any bytes a value or a MalformedError, and of what the engine takes a value", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.option(fc.nat(), { nil: undefined, freq: 8 }),
        (changes, cut) => {
          const copy = Buffer.from(whole);
          for (const [at, value] of changes) copy[8 + (at % (copy.length - 8))] = value;
          settle(cut === undefined ? copy : copy.subarray(0, cut % copy.length));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function settle(file: Buffer<ArrayBuffer>): void {
  try {
    const { imports, exports } = readWasmWiring(file);
    if (!WebAssembly.validate(file)) return;
    const module = new WebAssembly.Module(file);
    expect(imports).toHaveLength(WebAssembly.Module.imports(module).length);
    expect(exports).toHaveLength(WebAssembly.Module.exports(module).length);
  } catch (error) {
    if (!(error instanceof MalformedError) || WebAssembly.validate(file)) throw error;
    expect(error.message).toMatch(/ at byte \d+/);
  }
}

/** A section of one item, many times. */
function repeated(id: number, item: Buffer, count: number): Buffer {
  const content = Buffer.concat([Buffer.from(u32(count)), ...Array<Buffer>(count).fill(item)]);
  return Buffer.concat([Buffer.from([id, ...u32(content.length)]), content]);
}

/** Name and kind, as the engine calls it. */
function plain(text: string): readonly [string, string] {
  const [, before = "", kind = ""] = /^(\S+): (func|table|memory|global)/.exec(text) ?? [];
  return [before, kind.replace("func", "function")];
}

const word = fc.stringMatching(/^[a-z_$]{1,8}$/);
/** Kind and index of what every one of them has. */
const own = [
  [0, 0],
  [0, 1],
  [2, 0],
  [3, 0],
  [3, 1],
];
const externals = [
  [0, 0],
  [0, 1],
  [1, 0x70, 0, 1],
  [3, I32, 0],
  [3, F64, 0],
];
const anyModule = fc
  .record({
    imports: fc.array(fc.tuple(word, word, fc.constantFrom(...externals)), { maxLength: 6 }),
    functions: fc.array(fc.constantFrom(0, 1, 2), { minLength: 2, maxLength: 4 }),
    exports: fc.uniqueArray(fc.tuple(word, fc.constantFrom(...own)), {
      maxLength: 6,
      selector: ([text]) => text,
    }),
  })
  .map(({ imports, functions, exports }) =>
    moduleFile(
      types,
      section(
        2,
        list(imports.map(([module, field, what]) => [...name(module), ...name(field), ...what])),
      ),
      section(3, list(functions.map((type) => u32(type)))),
      section(5, list([[0, 1]])),
      section(
        6,
        list([
          [I32, 0, 0x41, 1, 0x0b],
          [F64, 1, 0x44, ...Array(8).fill(0), 0x0b],
        ]),
      ),
      section(7, list(exports.map(([text, what]) => [...name(text), ...what]))),
      bodies(functions.length),
    ),
  );
