import { describe, expect, it } from "vitest";
import { asyncResultOf } from "./run-async.js";

interface Usage {
  readonly descriptors: number;
  readonly mappings: number;
  readonly kibibytes: number;
}

const ROUNDS = 20;
const rounds = [String(ROUNDS)];

describe("120 asynchronous calls at once, good ones and crimes of nine kinds,", () => {
  it("each reject or resolve as that very call did, round after round", async () => {
    const result = await asyncResultOf({
      script: "async-mixed",
      scenario: "attributed",
      args: rounds,
    });
    const each = 10 * ROUNDS;
    expect(result).toEqual({
      wrong: [],
      faults: { signal: 4 * each, "stack-overflow": 2 * each, panic: each, timeout: 2 * each },
    });
  });

  it("do so on as many threads as libuv has at most in use", async () => {
    const env = { UV_THREADPOOL_SIZE: "64" };
    const result = await asyncResultOf({
      script: "async-mixed",
      scenario: "attributed",
      args: rounds,
      env,
    });
    expect(result).toMatchObject({ wrong: [] });
  });

  it("do so while Node collects garbage all the time", async () => {
    const nodeArgs = ["--gc-interval=200"];
    const args = ["3"];
    const result = await asyncResultOf({
      script: "async-mixed",
      scenario: "attributed",
      args,
      nodeArgs,
    });
    expect(result).toMatchObject({ wrong: [] });
  });

  it("leave nothing behind", async () => {
    const nodeArgs = ["--max-semi-space-size=1"];
    const args = ["100"];
    const result = await asyncResultOf({
      script: "async-mixed",
      scenario: "flat",
      args,
      nodeArgs,
    });
    const { wrong, warm, after } = result as { wrong: unknown; warm: Usage; after: Usage };
    expect(wrong).toEqual([]);
    expect(after.descriptors).toBe(warm.descriptors);
    expect(after.mappings - warm.mappings).toBeLessThan(16);
    expect(after.kibibytes - warm.kibibytes).toBeLessThan(6 * 1024);
  });
});
