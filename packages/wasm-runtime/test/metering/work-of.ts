/** How much work the rewriter does: how often each piece of its code runs, which is the same on every machine. */
import { Session } from "node:inspector/promises";

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** Loaded when its code was to be counted already: what V8 has compiled before it does not count. */
export const { meter } = await import("../../src/metering/index.ts");

/** @returns how often pieces of the rewriter's code have run in `run` */
export async function workOf(run: () => void): Promise<number> {
  await takeCounts();
  run();
  return takeCounts();
}

/** Since the last time. */
async function takeCounts(): Promise<number> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const ours = result.filter(({ url }) => url.includes("/src/metering/"));
  const ranges = ours.flatMap(({ functions }) => functions).flatMap(({ ranges }) => ranges);
  return ranges.reduce((sum, { count }) => sum + count, 0);
}
