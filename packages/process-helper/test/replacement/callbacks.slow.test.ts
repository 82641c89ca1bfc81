import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { faultOf, openEnding, rejection, until, ways } from "./counting.ts";

describe("what a callback throws", () => {
  it("comes out of the call that it was within, whatever others throw meanwhile", async () => {
    const { f, status } = openEnding();
    const errors = [new Error("of the first"), new Error("of the second")] as const;
    const throws = (index: 0 | 1) => () => {
      throw errors[index];
    };
    const first = rejection(f.callBack.async(throws(0), 1));
    const caught = new Set<unknown>();
    while (status().helper.waiting > 0) {
      await turn();
      try {
        f.callBack(throws(1), 1);
      } catch (error) {
        caught.add(error);
      }
    }
    expect(await first).toBe(errors[0]);
    expect(caught).toEqual(new Set([errors[1]]));
  });
});

describe("a call within a callback", () => {
  it("of a function that the helper has yet to hear of is done all the same", async () => {
    const { f, pid, status } = openEnding({ spare: 0 });
    process.kill(pid(), "SIGKILL");
    await until(() => status().helper.helpers.length === 0);
    const outer = f.callBack.async((value: number) => f.add(value, 1) as number, 1);
    expect(await Promise.all([outer, f.add.async(1, 2)])).toEqual([3, 3]);
  });
});

describe("a callback's reply", () => {
  it("that is large leaves nothing behind in the helper's memory", async () => {
    const { f } = openEnding();
    const text = "x".repeat(1_000_000);
    // 60 MB in all: more than there is room for at a time
    for (let turns = 0; turns < 60; turns++) {
      expect(await f.callBackText.async(() => text, 1)).toBe(text.length);
    }
    expect(f.callBackText(() => text, 1)).toBe(text.length);
  });
});

describe("a helper that is ended in a callback", () => {
  it.each(["SIGKILL", "SIGABRT"] as const)(
    "by %s, is its call's fault, synchronous or not",
    async (signal) => {
      const { f, pid, status } = openEnding();
      const kill = (value: number) => {
        process.kill(pid(), signal);
        return value;
      };
      expect(() => f.callBack(kill, 1)).toThrow(
        expect.objectContaining({ fault: expect.objectContaining({ kind: "exit", signal }) }),
      );
      expect(f.callBack((value: number) => value, 1)).toBe(2);
      const others = [f.add.async(1, 2), f.callBack.async((value: number) => value, 5)];
      const fatal = faultOf(f.callBack.async(kill, 1));
      const behind = f.add.async(3, 4);
      expect(await fatal).toMatchObject({ kind: "exit", signal, lastCall: "call_back" });
      expect(await Promise.all([...others, behind])).toEqual([3, 6, 7]);
      expect(status().helper.restarts).toBe(2);
    },
  );

  it("by the loss of its descriptors, is a call's fault as soon as the host has heard of it", async () => {
    const { f } = openEnding();
    const nested = () => f.end(ways.closeAll) as number;
    // it can answer as long as nobody has to be woken
    const callsFor = async (): Promise<never> => {
      for (;;) await f.callBack.async(nested, 1);
    };
    for (let turns = 0; turns < 3; turns++) {
      expect((await faultOf(callsFor())).kind).toBe("exit");
    }
  });

  it("by a nested call, is a fault of both, and of no other", async () => {
    const { f, status } = openEnding();
    const faults: unknown[] = [];
    const nested = (value: number) => {
      try {
        f.end(ways.kill);
      } catch (error) {
        faults.push((error as { fault: unknown }).fault);
      }
      return value;
    };
    const expected = expect.objectContaining({ kind: "exit", signal: "SIGKILL" });
    expect(() => f.callBack(nested, 1)).toThrow(expect.objectContaining({ fault: expected }));
    expect(await faultOf(f.callBack.async(nested, 1))).toEqual(expected);
    expect(faults).toEqual([expected, expected]);
    expect(f.add(1, 2)).toBe(3);
    expect(status().helper.restarts).toBe(2);
  });

  it("gets the functions that it was lent taken back, however often it was lent them", async () => {
    const { f } = openEnding();
    const lent = await lendToTwo(f);
    for (let turns = 0; lent.deref() !== undefined && turns < 100; turns++) {
      await turn();
      global.gc?.();
    }
    expect(lent.deref()).toBeUndefined();
  });
});

async function lendToTwo(f: ReturnType<typeof openEnding>["f"]): Promise<WeakRef<object>> {
  const fatal = faultOf(f.end.async(ways.kill));
  const callback = (value: number) => value;
  expect(await f.callBack.async(callback, 1)).toBe(2); // by the second helper
  await fatal;
  return new WeakRef(callback);
}

describe("a library that calls back for ever", () => {
  it("is ended at its deadline, synchronous or not", async () => {
    const { f } = openEnding({ timeout: 500 });
    const callback = (value: number) => value;
    expect(() => f.callForEver(callback, 1)).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" }),
    );
    expect((await faultOf(f.callForEver.async(callback, 1))).kind).toBe("timeout");
    expect(f.add(1, 2)).toBe(3);
  });

  it("leaves the event loop its turns, without a deadline too", async () => {
    const { f } = openEnding({ timeout: 0 });
    const controller = new AbortController();
    let calls = 0;
    const call = f.callForEver.async(() => ++calls, 1, { signal: controller.signal });
    const ended = rejection(call);
    await until(() => calls > 100);
    controller.abort(new Error("mine"));
    expect(await ended).toEqual(new Error("mine"));
    await until(() => f.add(1, 2) === 3);
  });
});
