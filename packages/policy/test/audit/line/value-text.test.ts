import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_DETAILS, MAX_TEXT } from "../../../src/audit/limits.ts";
import { Redaction } from "../../../src/audit/line/redaction.ts";
import { ValueText } from "../../../src/audit/line/value-text.ts";

const nothing = new Redaction([]);

function text(value: unknown, redaction = nothing): string | undefined {
  return new ValueText(redaction).of(value, redaction.field("details"));
}

function parsed(value: unknown): unknown {
  return JSON.parse(text(value) ?? "undefined");
}

describe("new ValueText(redaction).of(value)", () => {
  it("is what JSON.stringify makes of plain data", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: "binary" }), (value) => {
        expect(text(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it("is JSON of bounded length, whatever the value is", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      stringUnit: "binary",
      maxDepth: 12,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const json = text({ value }) as string;
        JSON.parse(json);
        expect(json.length).toBeLessThan(2 * MAX_DETAILS + 6 * MAX_TEXT);
      }),
    );
  });

  it.each([
    ["lone surrogates", "\ud800 \udfff", "\ud800 \udfff"],
    ["a BigInt", 2n ** 64n, "18446744073709551616n"],
    ["bytes", new Uint8Array(5000), "[5000 bytes]"],
    ["an error", new TypeError("no"), "TypeError: no"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["what is no number", Number.NaN, null],
    ["functions and symbols", { a: () => 1, b: Symbol("b"), c: [() => 1] }, { c: [null] }],
  ])("tells %s", (_, value, expected) => {
    expect(parsed({ value })).toEqual({ value: expected });
  });

  it("says where a value contains itself, and tells twice what is there twice", () => {
    const twice = { a: 1 };
    const value: Record<string, unknown> = { twice, again: twice };
    value.self = { value };
    expect(parsed(value)).toEqual({ twice, again: twice, self: { value: "[circular]" } });
  });

  it.each([
    [
      "a getter",
      {
        get secret() {
          throw new Error("no");
        },
      },
    ],
    [
      "toJSON",
      {
        toJSON() {
          throw new Error("no");
        },
      },
    ],
    [
      "a proxy",
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error("no");
          },
        },
      ),
    ],
    ["a revoked proxy", revoked()],
  ])("says that %s which throws cannot be read, and goes on", (_, value) => {
    expect(parsed({ value, next: 1 })).toEqual({ value: "[unreadable]", next: 1 });
  });

  it("cuts what is deeper than eight objects", () => {
    let value: unknown = "bottom";
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(text(value)).toBe(`${"[".repeat(8)}"[cut: too deep]"${"]".repeat(8)}`);
  });

  it("cuts long texts, long lists and long objects, and says how much", () => {
    expect(parsed("x".repeat(MAX_TEXT + 10))).toBe(`${"x".repeat(MAX_TEXT)}[cut: 10 more]`);
    const list = parsed(Array(1_000_000).fill("xxxxxxxx")) as string[];
    expect(list.at(-1)).toBe(`[cut: ${1_000_000 - (list.length - 1)} more]`);
    const keys = Array.from({ length: 5000 }, (_, index) => [`key${index}`, index]);
    const record = parsed(Object.fromEntries(keys)) as Record<string, number>;
    expect(record["[cut]"]).toBe(5000 - (Object.keys(record).length - 1));
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
