import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper, type RemoteLibraryStatus } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";

const { gc } = globalThis as { gc?: () => void };

function pidsOf(status: object): readonly number[] {
  return (status as RemoteLibraryStatus).helper.helpers.flatMap(({ pid }) => pid ?? []);
}

describe("HelperLine", () => {
  it("holds an asynchronous call to its own limit, right after a start that had a longer one", async () => {
    const guard = isolate([processHelper({ timeout: 200, spare: 0 })]);
    using libc = await guard.open(library("libc.so.6"));
    const pause = libc.func("int pause()");
    const error = await pause.async().catch((error) => error);
    expect(error.fault).toMatchObject({ kind: "timeout", limit: 200 });
    expect(error.fault.elapsed).toBeLessThan(10_000); // the start has 30 s
  });

  it("ends its helper when nobody has the library any more", async () => {
    const guard = isolate([processHelper()]);
    const open = async () => {
      const libc = await guard.open(library("libc.so.6"));
      expect(libc.func("int abs(int)")(-1)).toBe(1);
      await sleep(50); // a spare is started
      return pidsOf(libc.status());
    };
    const pids = await open();
    const isRunning = () => pids.some((pid) => existsSync(`/proc/${pid}`));
    expect(isRunning()).toBe(true);
    while (isRunning()) {
      gc?.();
      await sleep(10);
    }
  });

  it("keeps a library that has calls in flight, whoever else forgets it", async () => {
    const guard = isolate([processHelper()]);
    const start = () => guard.openSync(library("libc.so.6")).func("int usleep(uint32_t us)");
    const napping = start().async(300_000);
    for (let n = 0; n < 10; n++) {
      gc?.();
      await sleep(10);
    }
    expect(await napping).toBe(0);
  });
});
