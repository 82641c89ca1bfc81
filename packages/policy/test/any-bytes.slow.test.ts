import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_FILE_BYTES } from "../src/toml/limits.ts";
import { policyBytes } from "./policy-bytes.ts";
import { readPolicy } from "./read-policy.ts";

const most = MAX_FILE_BYTES - 100;

describe("parseDocument(bytes)", () => {
  it.each(Object.entries(policyBytes))(
    "makes of a great many %s a document, or issues that are in it",
    (_what, bytes) => {
      fc.assert(
        fc.property(bytes, (given) => void readPolicy(given)),
        { numRuns: 20_000 },
      );
    },
  );

  it.each([
    ["a long text", `audit.file = "${"x".repeat(most)}"`],
    ["a long name", `${"x".repeat(most)} = 1`],
    ["a long dotted key", `${"a.".repeat(most / 2)}a = 1`],
    ["a long list", `ffi.sandbox.allowed_libs = [${"1,".repeat(most / 2)}]`],
    ["many unknown keys", Array.from({ length: 60_000 }, (_, index) => `key${index}=1`).join("\n")],
    ["many tables", Array.from({ length: 60_000 }, (_, index) => `[modules.m${index}]`).join("\n")],
    ["many tables of one list", "[[unsafe_unenforced]]\n".repeat(40_000)],
    ["many open brackets", "a=[".repeat(most / 3)],
    ["many open braces", "a={".repeat(most / 3)],
    ["many quotes", '"'.repeat(most)],
    ["many backslashes", `a="${"\\".repeat(most)}`],
    ["many ends of lines", "\n".repeat(most)],
    ["many directories", directories(900)],
    ["many files of one name", files(900)],
  ])("takes seconds at most for %s", (_what, text) => {
    const start = performance.now();
    readPolicy(Buffer.from(text));
    expect(performance.now() - start).toBeLessThan(20_000); // a few, on an idle machine
  });
});

function directories(count: number): string {
  const each = Array.from({ length: count }, (_, index) => `{guest="/d${index}",host="x"}`);
  return `wasm.modules.a.dirs = [${each.join(",")}]`;
}

function files(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `"${"./".repeat(index)}a.so"`);
  return names.map((name) => `[ffi.libraries.${name}]`).join("\n");
}
