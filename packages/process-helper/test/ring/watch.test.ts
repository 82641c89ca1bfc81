import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { compileHelper } from "./compile.ts";

const helper = compileHelper();
const script = new URL("children/asynchronous.mjs", import.meta.url);

describe("watch(ring, callback)", () => {
  it("delivers 50,000 responses, 256 in flight, in order, and then the loop ends by itself", async () => {
    const child = await runChild(script, { args: [helper, "main"] });
    expect(child.report()).toEqual({ right: 50_000 });
    expect(child.status).toBe(0);
  });

  it("goes with a worker that is terminated while it watches", async () => {
    const child = await runChild(script, { args: [helper, "worker"] });
    expect(child.report()).toEqual({ exitCode: 1, helperIsGone: true });
    expect(child.status).toBe(0);
  });
});
