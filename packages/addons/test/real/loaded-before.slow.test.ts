import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";

const script = new URL("../children/loaded-before.mjs", import.meta.url);
const packages = ["bcrypt", "sodium-native", "classic-level", "koffi", "snappy"];

describe.each(["required", "imported", "opened by us"])("a package that was %s before", (how) => {
  it.each(packages)(
    "is loaded once more, guarded, and who had it keeps theirs: %s",
    async (name) => {
      const child = await runChild(script, { args: [name, how] });
      expect(child, child.stderr).toMatchObject({ status: 0, signal: null });
      expect(child.report()).toEqual({ guarded: true, leftAlone: true, staysTheirs: true });
    },
  );
});
