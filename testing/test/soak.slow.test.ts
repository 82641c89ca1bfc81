import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runChild } from "../child.ts";

const soak = fileURLToPath(new URL("../soak/soak.mjs", import.meta.url));

describe("npm run soak", () => {
  it("sees nothing but right outcomes in main and workers that come and go, for 6 seconds", async () => {
    const child = await runChild(soak, { args: ["6", "7"] });
    expect(child.stderr).not.toMatch(/soak: |AssertionError/);
    expect(child.stdout).toMatch(/in all, every one right; [1-9]\d* workers ended/);
    for (const kind of ["signal", "stack-overflow", "panic", "timeout"]) {
      expect(child.stdout).toMatch(new RegExp(`\\d+ {2}faults: .*${kind} [1-9]`));
    }
    expect(child.stdout).toMatch(/[1-9]\d* {2}honest calls beside them/);
    expect(child.status).toBe(0);
  });

  it("refuses what is not a number of seconds, or not a seed", async () => {
    const child = await runChild(soak, { args: ["long"] });
    expect(child.stderr).toBe("Expected seconds and a whole number: npm run soak -- 45 123\n");
    expect(child.status).toBe(2);
  });
});
