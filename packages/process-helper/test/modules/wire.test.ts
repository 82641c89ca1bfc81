import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CrossingContext, decodeMessage, frameOf } from "../../src/modules/wire/codec.ts";
import { areDescriptions, isMadeList } from "../../src/modules/wire/description.ts";
import type { Message } from "../../src/modules/wire/messages.ts";
import { isName } from "../../src/modules/wire/names.ts";
import { Packer } from "../../src/modules/wire/packer.ts";
import { numberOf, reference, whose, whoseIs } from "../../src/modules/wire/references.ts";
import { Unpacker } from "../../src/modules/wire/unpacker.ts";
import { WireError } from "../../src/wire/error.ts";

const own = { name: "an object of the other side" };

function unpacking(): CrossingContext {
  const unpacker = new Unpacker({ theirs: () => own, ours: () => own });
  const { context } = unpacker;
  return { ...context, made: () => true, extra: (extra) => unpacker.addExtra(extra) };
}

function there(values: readonly unknown[], from: "host" | "helper" = "helper"): Message {
  const packer = new Packer((value) => (value === own ? reference(whose.senders, 5) : undefined));
  const packed = values.map(packer.pack);
  const { extras, callbackId } = packer;
  const result = { made: [], extras, descriptions: [], values: packed };
  const message = { kind: "returned", id: 7, result } as const;
  return decodeMessage(frameOf(message, { callbackId }).subarray(4), from, unpacking());
}

const leaf = fc.oneof(
  fc.constant(own),
  fc.constant(undefined),
  fc.date({ noInvalidDate: true }),
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.bigInt(),
  fc.uint8Array(),
);

const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => new Set(items)),
    fc.array(fc.tuple(leaf, tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe("frameOf(message), decodeMessage(bytes)", () => {
  it("gives back what was packed", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (values) => {
        expect(there(values)).toMatchObject({ kind: "returned", id: 7, result: { values } });
      }),
    );
  });

  it("gives a message or a WireError for any bytes", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.integer({ min: 0, max: 20 }), fc.uint8Array({ maxLength: 200 }))
        .map(([kind, rest]) => new Uint8Array([kind, 1, 0, 0, 0, ...rest])),
    );
    fc.assert(
      fc.property(bytes, fc.constantFrom("host" as const, "helper" as const), (message, from) => {
        try {
          decodeMessage(message, from, unpacking());
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("gives a message or a WireError for a message with some bytes changed", () => {
    const values = [own, new Date(1), new Map([[1, new Set([own])]]), { a: [Buffer.from("x")] }];
    const packer = new Packer((value) => (value === own ? reference(whose.senders, 5) : undefined));
    const packed = values.map(packer.pack);
    const { extras, callbackId } = packer;
    const result = { made: [[5, "object", ""]], extras, descriptions: [], values: packed };
    const frame = frameOf({ kind: "returned", id: 7, result }, { callbackId }).subarray(4);
    const change = fc.tuple(fc.nat(frame.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Buffer.from(frame);
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          decodeMessage(bytes, "helper", unpacking());
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("lets neither side say what the other says", () => {
    expect(() => there([], "host")).toThrow(/returned from the host/);
  });
});

describe("isMadeList, areDescriptions, isName", () => {
  it("are true of nothing but what they should be", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        if (isMadeList(value)) expect(Array.isArray(value)).toBe(true);
        if (areDescriptions(value, 1)) expect(value).toHaveLength(1);
        if (isName(value))
          expect(["__proto__", "constructor", "prototype", "then"]).not.toContain(value);
      }),
    );
  });

  it("refuse the names that lead out of what is declared", () => {
    for (const name of [
      "__proto__",
      "constructor",
      "prototype",
      "then",
      1,
      null,
      "x".repeat(129),
    ]) {
      const description = { members: [[name, "method"]], instance: [] };
      expect(areDescriptions([description], 1)).toBe(false);
      expect(areDescriptions([{ members: [], instance: [[name, "method"]] }], 1)).toBe(false);
      expect(isMadeList([[1, "object", name]])).toBe(false);
    }
  });
});

describe("reference(whose, number)", () => {
  it("holds both, for all numbers there are", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(whose)), fc.nat(2 ** 30 - 1), (kind, number) => {
        const made = reference(kind, number);
        expect([whoseIs(made), numberOf(made)]).toEqual([kind, number]);
      }),
    );
    expect(() => reference(whose.senders, 2 ** 30)).toThrow(RangeError);
  });
});
