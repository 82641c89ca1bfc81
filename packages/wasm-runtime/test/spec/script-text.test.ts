import { assembleScript } from "@cofferdam/testing/wasm-spec/wast/assemble-script.mjs";
import { describe, expect, it } from "vitest";

async function commandsOf(text: string) {
  return (await assembleScript(text)).commands;
}

describe("assembleScript(text)", () => {
  it("gives the commands of wast2json", async () => {
    const script = `;; a comment (
      (module $M (func (export "\\u{e9}\\22") (param f32)))
      (; one (; in ;) another ;)
      (assert_return (invoke $M "\\c3\\a9\\"" (f32.const -0x1p-149)))
      (@annotation "anything )") (register "M" $M)`;
    expect(await commandsOf(script)).toEqual([
      { type: "module", line: 2, name: "$M", filename: "0.wasm" },
      {
        type: "assert_return",
        line: 4,
        action: {
          type: "invoke",
          module: "$M",
          field: 'é"',
          args: [{ type: "f32", value: "2147483649" }],
        },
        expected: [],
      },
      { type: "register", line: 5, as: "M", name: "$M" },
    ]);
  });

  it("takes fields without a module around them for one module", async () => {
    expect(await commandsOf("(func) (memory 0)")).toEqual([
      { type: "module", line: 1, filename: "0.wasm" },
    ]);
  });

  it("takes the bytes of a binary module as they are", async () => {
    const { modules } = await assembleScript('(module binary "\\00asm" "\\01\\00\\00\\00")');
    expect(Buffer.from(modules["0.wasm"] ?? "", "base64")).toEqual(
      Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]),
    );
  });

  it.each([
    "(module (func (try (do) (catch_all))))",
    "(module (memory i64 1) (memory 1) (type (struct (field i31ref))))",
    "(module (func (param v128) (drop (i32x4.relaxed_trunc_f32x4_s (local.get 0)))))",
    '(module (func (export "\u202e")))',
    '(module quote "(func)")',
  ])("assembles %s", async (text) => {
    expect(await commandsOf(text)).toEqual([{ type: "module", line: 1, filename: "0.wasm" }]);
  });

  it("says why a module was not assembled", async () => {
    expect(await commandsOf("(module (func (unknown)))")).toEqual([
      { type: "module", line: 1, unassembled: expect.stringContaining("unknown operator") },
    ]);
  });

  it.each(["(module", "(module))", "(; (; ;)"])("refuses what is not closed: %s", async (text) => {
    await expect(assembleScript(text)).rejects.toThrow(SyntaxError);
  });
});
