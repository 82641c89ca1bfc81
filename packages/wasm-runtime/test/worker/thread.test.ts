import { isolate, outcome } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import type { WasmInstance } from "../../src/index.ts";
import { RemoteInstance } from "../../src/remote/remote-instance.ts";
import type { OpenRequest } from "../../src/worker/thread-messages.ts";
import { WorkerPeer } from "../../src/worker/worker-peer.ts";
import { WorkerThread } from "../../src/worker/worker-thread.ts";
import { GUEST, openText } from "./run.ts";

const broken = new URL("../children/broken-thread.mjs", import.meta.url);

/** A module whose thread is not ours. */
function openBroken(): Promise<WasmInstance> {
  return isolate([{ name: "wasm", afterFault: "continue" }]).open<WasmInstance>({
    kind: "wasm",
    name: "broken",
    load(walls) {
      const place = {
        async begin(desk: ConstructorParameters<typeof WorkerPeer>[1]) {
          const terms = { timeout: 100, grace: 100, outOfMemory: undefined };
          const peer = new WorkerPeer(new WorkerThread({}, broken), desk, terms);
          await peer.open({ kind: "open" } as OpenRequest);
          return peer;
        },
      };
      return RemoteInstance.open({ name: "broken", functions: [], place, walls, mode: "wasm" });
    },
  });
}

describe("a thread that a module runs in", () => {
  it.each(["none", "trap"] as const)(
    "is ended when the time of a call is up that nothing else ends (metering: %s), and the next call has another",
    async (metering) => {
      const fuel = metering === "none" ? 0 : 2 ** 50;
      const guest = await openText(GUEST, { metering, limits: { timeout: 500, fuel } });
      const { count, spin } = guest.exports;
      expect([await count.async(), await count.async()]).toEqual([1, 2]);
      const end = await outcome(spin.async());
      expect(end).toMatchObject({ fault: { kind: "timeout", limit: 500 } });
      expect(await count.async()).toBe(1);
      expect(guest.status()).toMatchObject({ faults: { timeout: 1 }, calls: 4 });
      guest.dispose();
    },
  );

  it("is ended where a mistake of ours hangs in it: the host does not", async () => {
    const guest = await openBroken();
    const end = await outcome(guest.exports.hang.async());
    expect(end).toMatchObject({ fault: { kind: "timeout", limit: 100 } });
    guest.dispose();
  });

  it("that ends otherwise is an exit fault, and the next call has another", async () => {
    const guest = await openBroken();
    const exit = await outcome(guest.exports.exit.async());
    expect(exit).toEqual({ ok: false, fault: { kind: "exit", exitCode: 3, signal: null } });
    const fail = await outcome(guest.exports.fail.async());
    const output = expect.stringContaining("a mistake of ours");
    expect(fail).toMatchObject({ fault: { kind: "exit", exitCode: 1, output } });
    guest.dispose();
  });
});
