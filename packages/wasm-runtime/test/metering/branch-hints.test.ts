import { describe, expect, it } from "vitest";
import { Reader } from "../../src/metering/binary/reader.ts";
import { meter } from "../../src/metering/index.ts";
import { HEADER, leb, op, section, sized, vector } from "./bytes.ts";

const SECTION = "metadata.code.branch_hint";
const [BR_IF, IF] = [0x0d, 0x04];

/** An imported function, and two whose bodies are these, from their local variables on. */
const bodies = [
  Buffer.concat([
    leb(0),
    op.loop,
    op.call(0),
    op.constant(0),
    Buffer.of(BR_IF, 0),
    op.end,
    op.constant(1),
    Buffer.of(IF, 0x40),
    op.call(2),
    op.end,
    op.end,
  ]),
  Buffer.concat([leb(0), op.block, op.constant(1), Buffer.of(BR_IF, 0), op.end, op.end]),
];
const at = bodies.map((body) => [body.indexOf(BR_IF), body.indexOf(IF)] as const);
const hinted = [
  { index: 1, hints: [hint(at[0]?.[0], 0), hint(at[0]?.[1], 1)] },
  { index: 2, hints: [hint(at[1]?.[0], 1)] },
];

function hint(offset: number | undefined, value: number) {
  return { offset: offset as number, value };
}

function moduleWith(content: Buffer): Buffer {
  const host = Buffer.concat([
    sized(Buffer.from("env")),
    sized(Buffer.from("host")),
    Buffer.of(0, 0),
  ]);
  return Buffer.concat([
    HEADER,
    section(1, vector([Buffer.of(0x60, 0, 0)])),
    section(2, vector([host])),
    section(3, vector([leb(0), leb(0)])),
    section(0, Buffer.concat([sized(Buffer.from(SECTION)), content])),
    section(10, vector(bodies.map(sized))),
  ]);
}

const content = vector(
  hinted.map(({ index, hints }) =>
    Buffer.concat([
      leb(index),
      vector(hints.map(({ offset, value }) => Buffer.concat([leb(offset), Buffer.of(1, value)]))),
    ]),
  ),
);

describe("meter(…) of a module with branch hints", () => {
  it.each([true, false])("moves them with their branches (stack counted: %s)", (stack) => {
    const original = moduleWith(content);
    expect(read(original, 1)).toEqual([
      {
        own: 0,
        hints: [
          { code: BR_IF, value: 0 },
          { code: IF, value: 1 },
        ],
      },
      { own: 1, hints: [{ code: BR_IF, value: 1 }] },
    ]);
    const { bytes } = meter(original, { stack });
    expect(read(bytes, 2)).toEqual(read(original, 1)); // the host's function is imported, too
    expect(bytes.length).toBeGreaterThan(original.length + 50); // there is something in between
  });

  it.each([
    ["of a function that is not there", vector([Buffer.concat([leb(9), vector([])])])],
    ["of an imported function", vector([Buffer.concat([leb(0), vector([])])])],
    ["that are cut off", Buffer.of(2, 1)],
  ])("leaves out hints %s, which engines ignore", (_, wrong) => {
    const { bytes } = meter(moduleWith(wrong));
    expect(Buffer.from(bytes).includes(SECTION)).toBe(false);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });
});

/** The hints of a module with the codes of the instructions that they are for. */
function read(module: Uint8Array, imported: number) {
  const { hints, code } = sectionsOf(module);
  const found = list(code, () => code.part(code.u32()));
  return list(hints, () => {
    const own = hints.u32() - imported;
    return { own, hints: list(hints, () => hintOf(hints, found[own] as Reader)) };
  });
}

function hintOf(hints: Reader, { bytes, at }: Reader) {
  const code = bytes[at + hints.u32()];
  expect(hints.u32()).toBe(1); // byte that follows
  return { code, value: hints.byte() };
}

function sectionsOf(module: Uint8Array): { hints: Reader; code: Reader } {
  const reader = new Reader(module, HEADER.length);
  let [hints, code] = [reader, reader];
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const part = reader.part(reader.u32());
    if (id === 10) code = part;
    else if (id === 0 && part.name() === SECTION) hints = part;
  }
  return { hints, code };
}

function list<T>(reader: Reader, read: () => T): readonly T[] {
  return Array.from({ length: reader.u32() }, read);
}
