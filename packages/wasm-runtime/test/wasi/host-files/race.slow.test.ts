import { describe, expect, it } from "vitest";
import { hostKinds } from "../trees.ts";
import { race } from "./race.ts";

describe.each(hostKinds)("%s", (kind) => {
  it("is not left while a thread swaps a directory of the path and a link that leads out, for 20 s", async () => {
    const { escapes, naiveEscapes, inside, refused } = await race(kind, 20);
    console.log(`# ${kind}: ${inside} inside, ${refused} refused, ${escapes} escapes`);
    expect({ escapes, naiveEscapes }).toEqual({ escapes: 0, naiveEscapes: 1 });
    expect(inside).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});
