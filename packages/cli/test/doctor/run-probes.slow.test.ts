import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Ended } from "../../src/doctor/messages.ts";
import { runProbes } from "../../src/doctor/run-probes.ts";

const main = fileURLToPath(new URL("children/probes.mjs", import.meta.url));

async function run(...ids: string[]): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  await runProbes(ids, { main, deadline: 2000, onEnd: (each) => ended.push(each) });
  expect(ended.map(({ ended: id }) => id)).toEqual(ids);
  return ended;
}

const answers = (ended: readonly Ended[]) => ended.map(({ seen }) => seen.holds);

describe("runProbes(ids, options)", () => {
  it("runs all of them in one process, if that lives", async () => {
    const ended = await run("is-well", "is-well", "is-well");
    expect(new Set(ended.map(({ seen }) => seen.seen)).size).toBe(1);
  });

  it.each([
    ["crashes", "the process died of it: SIGSEGV"],
    ["leaves", "the process died of it: exit code 7"],
    ["complains", "the process died of it: SIGKILL; it said: another line"],
    ["hangs", "there was no end of it within 2000 ms"],
    ["does-not-begin", "the process died of it: exit code 1"],
  ])(
    "takes it for a no that a probe %s, and runs the others in another process",
    async (id, reason) => {
      const ended = await run("is-well", id, "is-well");
      expect(answers(ended)).toEqual(["yes", "no", "yes"]);
      expect(ended[1]?.seen.seen).toBe(reason);
      expect(ended[2]?.seen.seen).not.toBe(ended[0]?.seen.seen);
    },
  );

  it("comes to an end when every one of them dies", async () => {
    expect(answers(await run("crashes", "leaves", "crashes"))).toEqual(["no", "no", "no"]);
  });
});
