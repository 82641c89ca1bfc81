import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditEntry } from "../../../src/audit/event.ts";
import { EntryText } from "../../../src/audit/line/entry-text.ts";
import { Redaction } from "../../../src/audit/line/redaction.ts";

const text = fc.string({ unit: "binary" });
const optional = {
  requiredKeys: ["kind", "target", "action", "resource", "level", "outcome", "rule", "generation"],
} as const;
const entries = fc.record(
  {
    kind: fc.constantFrom("library", "wasm"),
    target: text,
    action: fc.constantFrom("load", "call"),
    resource: text,
    sha256: text,
    bytes: fc.nat(),
    mode: text,
    level: fc.constantFrom("info", "error"),
    outcome: fc.constantFrom("allow", "deny"),
    rule: fc.option(
      fc.oneof(
        fc.record({ key: text, file: text, line: fc.nat() }),
        fc.record({ key: text, file: fc.constant(null), line: fc.constant(null) }),
      ),
    ),
    wouldAllow: text,
    generation: fc.nat(),
    details: fc.dictionary(text, text),
  } satisfies Record<keyof AuditEntry, fc.Arbitrary<unknown>>, // a new field of entries must be written, too
  optional as never,
) as fc.Arbitrary<AuditEntry>;

describe("new EntryText(redaction).of(entry)", () => {
  it("gives back every field of every entry", () => {
    const entryText = new EntryText(new Redaction([]));
    fc.assert(
      fc.property(entries, (entry) => {
        const line = JSON.parse(`{${entryText.of(entry)}}`);
        expect(line).toEqual(JSON.parse(JSON.stringify(entry)));
      }),
    );
  });
});
