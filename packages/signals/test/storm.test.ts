import { describe, expect, it } from "vitest";
import { run } from "./run.ts";
import { trapSignals } from "./trap-signals.ts";

const ROUNDS = 1500;

function storm(pid: number): void {
  for (let round = 0; round < ROUNDS; round++) {
    for (const signal of trapSignals) process.kill(pid, signal);
  }
  process.kill(pid, "SIGUSR2");
}

describe("signals from outside that arrive on top of each other", () => {
  it("never stop libuv's handler, which takes a lock, in the middle of it", async () => {
    const child = await run("guarded", "storm", [], { when: { text: "ready", run: storm } });
    expect(child).toMatchObject({ timedOut: false, status: 0 });
    expect(child.report()).toEqual({ heard: [...trapSignals].sort(), afterwards: 100 });
  });
});
