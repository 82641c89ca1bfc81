import { describe, it } from "vitest";
import { hostKinds } from "../trees.ts";
import { expectParity } from "./parity.ts";

describe.each(hostKinds)("a tree in memory and %s", (kind) => {
  it("answer the same to any operations, many of them, and hold the same after them", () => {
    expectParity(kind, 3000);
  }, 600_000);
});
