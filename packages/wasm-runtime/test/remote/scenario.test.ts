import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { beforeAll, describe, expect, it } from "vitest";

const script = new URL("../children/scenario.mjs", import.meta.url);
/** A Node that can wait in the thread, and the one that runs now, which may not. */
const found = [
  ...new Map(
    [26, Number.parseInt(process.versions.node, 10)].map((major) => [major, findNode(major)]),
  ).values(),
];
const places = ["anywhere", "worker", "helper"];

for (const { missing } of found) if (missing) console.log(`SKIP: ${missing}`);

/** What comes of the scenario, step by step. */
async function play(place: string, node?: string): Promise<readonly unknown[]> {
  const child = await runChild(script, { args: [place], ...(node ? { node } : {}) });
  expect(child.stderr).toBe("");
  return child.report() as readonly unknown[];
}

describe("a module whose functions of the host are waited for", () => {
  let steps: readonly unknown[];

  beforeAll(async () => {
    steps = await play("worker");
  });

  it("has its memory reached, by what waits, and by nothing else", () => {
    expect(steps).toContainEqual(["has its memory read and written", 85]);
    const fault = {
      action: "read",
      resource: "8 bytes at 0xffffffff",
      rule: "memory has 65536 bytes",
    };
    expect(steps).toContainEqual([
      "has its memory reached past its end",
      expect.objectContaining({ fault: { kind: "violation", ...fault } }),
    ]);
    expect(steps).toContainEqual(["is forgiven that", 7]);
  });

  it("ends when its time is up, whoever it waits for", () => {
    const fault = { kind: "timeout", limit: 300 };
    expect(steps).toContainEqual([
      "waits too long",
      expect.objectContaining({ fault, symbol: "slow" }),
    ]);
  });

  it("throws the very error that a function of the host threw, at once or later", () => {
    expect(steps).toContainEqual(["has its error", "the very same"]);
    expect(steps).toContainEqual(["has the error that was waited for", "the very same"]);
  });

  it("is counted what it did, each fault once", () => {
    const faults = { timeout: 2, violation: 2, trap: 2, "stack-overflow": 1, "memory-limit": 1 };
    expect(steps).toContainEqual(expect.objectContaining({ faults }));
    expect(steps).toContainEqual(
      expect.objectContaining({
        calls: [
          ["dispatch", 9],
          ["yield", 4],
        ],
      }),
    );
  });

  for (const { major, path, missing } of found) {
    for (const place of places) {
      it.skipIf(missing)(`does the same on Node ${major}, ${placeText(place)}`, async () => {
        expect(await play(place, path)).toEqual(steps);
      });
    }
  }
});

function placeText(place: string): string {
  return place === "anywhere" ? "where the engine has it wait" : `in a ${place}`;
}
