import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultOf } from "./run.ts";

interface Usage {
  readonly descriptors: number;
  readonly mappings: number;
  readonly kibibytes: number;
}

/** V8 keeps what it compiled, glibc an arena or two. */
const BREATH_KIB = 2 * 1024;
const BREATH_MAPPINGS = 16;

describe("many crashes", () => {
  const file = compileAddon("crimes.c", ...builds.lazy);
  const nodeArgs = ["--max-semi-space-size=1"];

  it.each(["in scopes", "in a method", "in a callback"])(
    "%s leave nothing behind",
    async (scenario) => {
      const grown = await resultOf(
        { script: "growth", scenario, file },
        { timeout: 90_000, nodeArgs },
      );
      const { warm, after } = grown as { warm: Usage; after: Usage };
      expect(after.descriptors).toBe(warm.descriptors);
      expect(after.mappings - warm.mappings).toBeLessThan(BREATH_MAPPINGS);
      expect(after.kibibytes - warm.kibibytes).toBeLessThan(BREATH_KIB);
    },
    100_000,
  );
});

describe("a garbage collector that moves everything at every chance", () => {
  const file = compileAddon("crimes.c", ...builds["full RELRO"]);
  const nodeArgs = ["--stress-compaction", "--gc-interval=200"];

  it.each(["calls", "hosts-calls"])(
    "finds nothing wrong after the crashes of children/%s.mjs",
    async (script) => {
      const options = { timeout: 90_000, nodeArgs };
      expect(await resultOf({ script, scenario: "all", file }, options)).toBeTypeOf("object");
    },
    100_000,
  );
});
