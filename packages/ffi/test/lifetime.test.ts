import { setImmediate } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { library, type NativeFunction } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { describe, expect, it } from "vitest";

const path = libraryPath("honest");
const collect = globalThis.gc as () => void;

/** In a function of its own, so that nothing of it stays on the stack. */
function linkAndForget(prototype: string): NativeFunction {
  return isolate([signals()]).openSync(library(path)).func(prototype);
}

async function collectAll(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    collect();
    await setImmediate();
  }
}

describe("a linked function", () => {
  it("keeps its library loaded when nothing else holds it", async () => {
    const add = linkAndForget("int add(int a, int b)");
    await collectAll();
    expect(add(2, 3)).toBe(5);
  });
});
