import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";

const fixture = new URL("fixtures/slots.mjs", import.meta.url);

describe("the gate's slots", () => {
  it("say clearly when all 4096 are taken, and are free again when functions are collected", async () => {
    const child = await runChild(fixture, { nodeArgs: ["--expose-gc"], args: ["full"] });
    expect(child.stderr).toBe("");
    expect(child.report()).toEqual({
      linked: 4096,
      code: "ERR_GATE_FULL",
      message: expect.stringContaining("all 4096 slots of the gate are taken"),
      afterCollection: 5,
    });
  });

  it("refuse the 513th nested call with an exception, and work afterwards", async () => {
    const child = await runChild(fixture, { args: ["deep"], nodeArgs: ["--stack-size=3900"] });
    expect(child.stderr).toBe("");
    expect(child.report()).toEqual({ code: "ERR_NESTING_TOO_DEEP", depth: 512, sum: 5 });
  });

  it("are free again when the worker that took them has ended", async () => {
    const child = await runChild(fixture, { args: ["workers"] });
    expect(child.stderr).toBe("");
    expect(child.report()).toEqual({ linked: [1500, 1500, 1500, 1500], sum: 5 });
  });
});
