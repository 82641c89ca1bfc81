import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeSidecar, parseSidecar } from "../../src/signature/sidecar.ts";
import type { SignatureError } from "../../src/signature/signature-error.ts";

const head = { keyId: "0a".repeat(32), name: "cofferdam.toml", serial: 3 };
const sidecar = { ...head, signature: Buffer.alloc(64, 7) };
const whole = encodeSidecar(sidecar);

function problemOf(text: string): SignatureError {
  try {
    parseSidecar(text);
  } catch (error) {
    if ((error as SignatureError).code === "ERR_POLICY_SIGNATURE") return error as SignatureError;
    throw error;
  }
  throw new Error("no problem");
}

describe("parseSidecar(text)", () => {
  it("reads back what was written", () => {
    expect(parseSidecar(whole)).toEqual(sidecar);
    expect(whole.split("\n")).toHaveLength(7);
  });

  it.each([
    ["nothing", "", 1],
    ["another file", "[ffi]\nenabled = true\n", 1],
    ["another version", whole.replace("signature 1", "signature 2"), 1],
    ["another algorithm", whole.replace("ed25519", "none"), 2],
    ["a key in upper case", whole.replaceAll("0a", "0A"), 3],
    ["a name with a slash", whole.replace("cofferdam.toml", "a/b.toml"), 4],
    ["no name", whole.replace("cofferdam.toml", ""), 4],
    ["a serial below zero", whole.replace("serial: 3", "serial: -3"), 5],
    ["a serial with a zero before it", whole.replace("serial: 3", "serial: 03"), 5],
    ["a serial that is not exact", whole.replace("serial: 3", "serial: 9999999999999999"), 5],
    ["lines in another order", whole.replace(/(serial.*\n)(signature.*\n)/, "$2$1"), 5],
    ["a line more", whole.replace("serial", "comment: x\nserial"), 5],
    ["a short signature", whole.replace(/signature: .*/, "signature: AAAA"), 6],
    ["bits that say nothing", whole.replace("Bw==", "Bx=="), 6],
    ["no line feed at the end", whole.slice(0, -1), 7],
    ["more behind it", `${whole}\n`, 7],
    ["spaces", whole.replace("serial: 3", "serial: 3 "), 5],
    ["the line ends of Windows", whole.replaceAll("\n", "\r\n"), 1],
  ])("refuses %s", (_what, text, line) => {
    const { message, problem } = problemOf(text);
    expect(problem).toBe("malformed");
    expect(message).toContain(`in line ${line} of the signature`);
  });

  it("makes of any text a sidecar that is written in the same way, or a problem", () => {
    const change = fc.tuple(
      fc.nat(whole.length),
      fc.nat(3),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        let text = whole;
        for (const [at, length, by] of changes)
          text = text.slice(0, at) + by + text.slice(at + length);
        settle(text);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), settle));
  });
});

function settle(text: string): void {
  try {
    expect(encodeSidecar(parseSidecar(text))).toBe(text);
  } catch (error) {
    if ((error as SignatureError).code !== "ERR_POLICY_SIGNATURE") throw error;
  }
}
