import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyBytes } from "./policy-bytes.ts";
import { readPolicy } from "./read-policy.ts";

describe("parseDocument(bytes)", () => {
  it.each(Object.entries(policyBytes))(
    "makes of %s a document, or issues that are in it",
    (_what, bytes) => {
      const outcomes = { documents: 0, issues: 0 };
      fc.assert(
        fc.property(bytes, (given) => {
          if ("given" in readPolicy(given)) outcomes.documents++;
          else outcomes.issues++;
        }),
        { numRuns: 200 },
      );
      expect(outcomes.documents).toBeGreaterThan(0);
      expect(outcomes.issues).toBeGreaterThan(0);
    },
  );
});
