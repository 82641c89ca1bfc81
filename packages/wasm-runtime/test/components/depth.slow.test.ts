import { runChild } from "@cofferdam/testing/child.ts";
import { buildComponents } from "@cofferdam/testing/wasm/components/build.mjs";
import { beforeAll, describe, expect, it } from "vitest";

describe("a component that calls the host from a depth it chooses", () => {
  beforeAll(() => buildComponents());

  it.each([
    [1000, "plain"],
    [0, "plain"],
    [1000, "nested"],
    [0, "nested"],
  ])(
    "leaves none of the host's functions halfway, at any of 400 depths (limit %i, %s)",
    async (limit, kind) => {
      const child = await runChild(new URL("sweep.mjs", import.meta.url), {
        args: [`${limit}`, kind],
      });
      expect(child.stderr).toBe("");
      const { deepest, torn, refused } = child.report() as Record<string, number>;
      expect(torn).toBe(0);
      expect(refused).toBeGreaterThan(190);
      expect(deepest).toBeGreaterThan(900);
      if (limit > 0) expect(deepest).toBeLessThanOrEqual(limit);
    },
  );
});
