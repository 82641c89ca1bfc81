import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { openText } from "./run.ts";

const newest = findNode(26);

beforeAll(() => buildWasmGuests());

describe("a thread that a module runs in", () => {
  it("is ended where opening a module does not come to an end", async () => {
    const text = "(module (func $f (loop (br 0))) (start $f))";
    const opening = openText(text, { metering: "none", limits: { timeout: 50, fuel: 0 } });
    await expect(opening).rejects.toMatchObject({ code: "ERR_ISOLATION_TIMEOUT" });
  });

  it("is gone when the module was disposed of, or collected, and keeps no process", async () => {
    const child = await runChild(new URL("../children/threads.mjs", import.meta.url), {
      nodeArgs: ["--expose-gc"],
    });
    const { before, after, collected } = child.report() as Record<string, unknown>;
    expect(child).toMatchObject({ stderr: "", status: 0 });
    expect([after, collected]).toEqual([before, before]);
  });

  if (newest.missing) console.log(`SKIP: ${newest.missing}`);
  it.skipIf(newest.missing)(
    "has its heap of objects limited, and is replaced when that is full",
    async () => {
      const child = await runChild(new URL("../children/heap.mjs", import.meta.url), {
        args: ["gc_list_bomb"],
        ...(newest.path && { node: newest.path }),
      });
      const ends = child.report() as readonly unknown[];
      const fault = { kind: "memory-limit", limit: 32 * 2 ** 20, amount: 96 * 2 ** 20 };
      expect(ends).toEqual(Array(2).fill({ ok: false, fault }));
    },
  );
});
