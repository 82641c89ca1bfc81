import { describe, it } from "vitest";
import { hostKinds } from "../trees.ts";
import { expectParity } from "./parity.ts";

describe.each(hostKinds)("a tree in memory and %s", (kind) => {
  it("answer the same to any operations, and hold the same after them", () => {
    expectParity(kind, 200);
  });
});
