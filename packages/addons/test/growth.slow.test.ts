import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultOf } from "./run.ts";

interface Usage {
  readonly descriptors: number;
  readonly mappings: number;
  readonly kibibytes: number;
}

interface Growth {
  readonly warm: Usage;
  readonly after: Usage;
}

/** V8 keeps what it compiled, glibc an arena or two. */
const BREATH_KIB = 2 * 1024;
const BREATH_MAPPINGS = 16;
/** Resident memory comes and goes with the threads: 40 KiB for each of them. */
const WORKERS_BREATH_KIB = 6 * 1024;

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
      const { warm, after } = grown as Growth;
      expect(after.descriptors).toBe(warm.descriptors);
      expect(after.mappings - warm.mappings).toBeLessThan(BREATH_MAPPINGS);
      expect(after.kibibytes - warm.kibibytes).toBeLessThan(BREATH_KIB);
    },
    100_000,
  );
});

describe("150 workers that load an addon, call it and end", () => {
  const file = compileAddon("crimes.c", ...builds.lazy);

  /** Side by side: what else goes on here slows both. */
  const grown = (scenarios: readonly string[]) =>
    Promise.all(
      scenarios.map(async (scenario) => {
        const script = { script: "worker-growth", scenario, file };
        const { warm, after } = (await resultOf(script, { timeout: 290_000 })) as Growth;
        return {
          descriptors: after.descriptors - warm.descriptors,
          mappings: after.mappings - warm.mappings,
          kibibytes: after.kibibytes - warm.kibibytes,
        };
      }),
    );

  it("leave no more behind where it is guarded than where it is not", async () => {
    const [plain, guarded] = (await grown(["plain", "guarded"])) as [Usage, Usage];
    expect(guarded.descriptors).toBeLessThanOrEqual(plain.descriptors);
    expect(guarded.mappings - plain.mappings).toBeLessThan(BREATH_MAPPINGS);
    expect(guarded.kibibytes - plain.kibibytes).toBeLessThan(WORKERS_BREATH_KIB);
  }, 300_000);
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
