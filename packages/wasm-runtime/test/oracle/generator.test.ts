import { programs } from "@cofferdam/testing/wasm-oracle/generator/program.ts";
import { decodeModule } from "@cofferdam/testing/wasm-oracle/interpreter/decode/module.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const opcodesOf = (bytes: Uint8Array): number[] => {
  const { codes } = decodeModule(bytes);
  return codes.flatMap(({ instructions }) => instructions.map(({ op }) => op));
};

const opcodesIn = (options: Parameters<typeof programs>[0], numRuns: number): Set<number> => {
  const sample = fc.sample(programs(options), { numRuns, seed: 7 });
  return new Set(sample.flatMap(({ bytes }) => opcodesOf(bytes)));
};

describe("programs(options)", () => {
  it("makes nothing but valid modules", () => {
    const isValid = fc.property(programs(), ({ bytes }) => {
      new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
    });
    fc.assert(isValid, { numRuns: 300 });
  });

  it("makes every instruction of the MVP and of what it can switch on", () => {
    const made = opcodesIn({ instructions: 300 }, 250);
    const wanted = [
      ...range(0x00, 0x09),
      ...range(0x0b, 0x13),
      ...range(0x18, 0x1b),
      ...range(0x20, 0x26),
      ...range(0x28, 0xc4),
      ...range(0xd0, 0xd2),
      ...range(0x100, 0x111),
    ];
    expect(wanted.filter((op) => !made.has(op)).map((op) => op.toString(16))).toEqual([]);
    expect([...made].filter((op) => op >= 0x200).length).toBeGreaterThan(150);
  });

  it("makes try_table instead of try when told to", () => {
    const made = opcodesIn({ exceptions: "try_table" }, 60);
    expect([0x08, 0x0a, 0x1f].filter((op) => !made.has(op))).toEqual([]);
    expect([0x06, 0x07, 0x09, 0x18, 0x19].filter((op) => made.has(op))).toEqual([]);
  });

  it.each([
    ["loops", [0x03]],
    ["tailCalls", [0x12, 0x13]],
    ["bulk", range(0x108, 0x10e)],
    ["memory", range(0x28, 0x40)],
    ["tables", [0x11, 0x13, 0x25, 0x26, ...range(0x10c, 0x111)]],
    ["references", [0x25, 0x26, ...range(0xd0, 0xd2)]],
    ["floats", range(0x5b, 0x66)],
    ["saturating", range(0x100, 0x107)],
    ["signExtension", range(0xc0, 0xc4)],
    ["simd", range(0x200, 0x2ff)],
  ])("leaves out what %s would bring, when that is switched off", (name, opcodes) => {
    const made = opcodesIn({ [name]: false }, 60);
    expect(opcodes.filter((op) => made.has(op))).toEqual([]);
  });

  it("shrinks to a module of few instructions", () => {
    const hasStore = fc.property(programs(), ({ bytes }) => !opcodesOf(bytes).includes(0x36));
    const { counterexample } = fc.check(hasStore, { numRuns: 300, seed: 3 });
    expect(opcodesOf(counterexample?.[0].bytes as Uint8Array).length).toBeLessThan(60);
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
