import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { describe, expect, it } from "vitest";

const script = new URL("in-node.mjs", import.meta.url);
/** A Node of 22 runs TypeScript with a flag only, and has no try_table. */
const found = [24, 26].map(findNode);

for (const { missing } of found) if (missing) console.log(`SKIP: ${missing}`);

describe.each(found)("the interpreter and metering on Node $major", ({ path, missing }) => {
  it.skipIf(missing)(
    "hold for try_table, several memories and memory64 too",
    async () => {
      const options = { args: ["120"], timeout: 600_000, ...(path ? { node: path } : {}) };
      const { report, stderr } = await runChild(script, options);
      expect({ report: report(), stderr }).toEqual({ report: { failed: [] }, stderr: "" });
    },
    600_000,
  );
});
