import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { compileHelper } from "./compile.ts";
import { deeds } from "./deeds.mjs";
import { Host, native } from "./host.mjs";

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

describe("arm(ring)", () => {
  const PAUSE_US = 5000;

  /** How often of 20 times the response, which takes a while, came before the ring was armed. */
  function seenEarly(spinUs: number): number {
    const host = new Host().spawn(helper);
    native.setSpin(host.handle, spinUs);
    let seen = 0;
    for (let n = 0; n < 20; n++) {
      host.prepare(deeds.pause, [PAUSE_US]);
      host.publish(1);
      if (!native.arm(host.handle)) seen++;
      host.call(deeds.add, [1, 2]);
      host.take();
    }
    host.dispose();
    return seen;
  }

  it("spins for the response", () => {
    // not always: nobody spins on the core that the helper was seen on
    while (seenEarly(1_000_000) === 0);
  });

  it("does not spin when told so", () => {
    while (seenEarly(0) === 20); // on a busy machine the response may be there at once
  });
});
