import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goOn, killOnce } from "./crash.ts";
import { newFile } from "./logs.ts";

/** Bytes per file: one file; a new one every few writes; one for each event or two. */
const ROTATIONS = [0, 20_000, 500];

describe("a log whose process is killed, again and again at any moment", () => {
  // six logs, and so thirty kills: one log would become large
  it.each([1, 2, 3, 4, 5, 6])("verifies each time, and is gone on with (log %i)", async () => {
    const file = newFile();
    let events = 0;
    for (const [time, ms] of fc.sample(fc.integer({ min: 0, max: 60 }), 5).entries()) {
      const found = await killOnce(file, ROTATIONS[time % ROTATIONS.length] as number, ms);
      expect(found.head?.events).toBeGreaterThanOrEqual(events);
      await goOn(file, found);
      events = (found.head?.events as number) + 1;
    }
  });
});
