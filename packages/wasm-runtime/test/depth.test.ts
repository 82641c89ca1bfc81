import { runChild } from "@cofferdam/testing/child.ts";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { beforeAll, describe, expect, it } from "vitest";

const sweep = new URL("children/sweep.mjs", import.meta.url);

describe("a guest that calls the host from a depth it chooses", () => {
  beforeAll(() => buildWasmGuests());

  it.each([
    ["run", 1000],
    ["run_wide", 1000],
    ["run", 0],
    ["run_wide", 0],
  ])(
    "leaves none of the host's functions halfway, at any of 400 depths (%s, limit %i)",
    async (name, limit) => {
      const child = await runChild(sweep, { args: [name, `${limit}`] });
      expect(child.stderr).toBe("");
      const { deepest, torn, refused } = child.report() as Record<string, number>;
      expect(torn).toBe(0);
      expect(refused).toBeGreaterThan(190);
      expect(deepest).toBeGreaterThan(100);
      if (limit > 0) expect(deepest).toBeLessThanOrEqual(limit);
    },
  );
});
