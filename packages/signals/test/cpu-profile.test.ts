import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bothWays, endOf } from "./run.ts";

interface Profile {
  readonly nodes: readonly { readonly callFrame: { readonly functionName: string } }[];
  readonly samples: readonly number[];
}

const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("node --cpu-prof", () => {
  it("samples 10 times a millisecond through 5000 faults, whose results are right", async () => {
    const nodeArgs = ["--cpu-prof", "--cpu-prof-interval=100", `--cpu-prof-dir=${folder}`];
    const { guarded, bare } = await bothWays("profiled", [], { nodeArgs });
    expect(guarded.report()).toEqual({ faults: 5000, sums: 50_000 });
    expect(guarded.report()).toEqual(bare.report());
    expect(endOf(guarded)).toEqual(endOf(bare));
    const profiles = readdirSync(folder).map(read);
    expect(profiles).toHaveLength(2);
    for (const { nodes, samples } of profiles) {
      expect(nodes.map(({ callFrame }) => callFrame.functionName)).toContain("profiledWork");
      expect(samples.length).toBeGreaterThan(10);
    }
  });
});

function read(name: string): Profile {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}
