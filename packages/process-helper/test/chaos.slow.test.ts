import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runChild } from "../../../testing/child.ts";

const chaos = fileURLToPath(new URL("chaos/chaos.mjs", import.meta.url));

describe("npm run chaos", () => {
  it("ends helpers at 100 moments, and no call is lost or done twice, and nothing is left", async () => {
    const child = await runChild(chaos, { args: ["100"], nodeArgs: ["--expose-gc"] });
    expect(child.stderr).toBe("");
    expect(child.stdout).toMatch(/^100 cycles, seed \d+\n/);
    expect(child.stdout).toMatch(/[1-9]\d* helpers replaced/);
    expect(child.stdout).toMatch(/"processes":0}/);
    expect(child.status).toBe(0);
  });
});
