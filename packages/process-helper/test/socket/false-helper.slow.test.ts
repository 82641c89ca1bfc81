import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isolate, outcome } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { ending, temporaryFolder, until } from "./helper.ts";

const program = fileURLToPath(new URL("children/false-helper.mjs", import.meta.url));

/** A library of a helper that does not keep to the protocol. */
async function openedIn(deed: string, timeout = 3000) {
  const socket = join(temporaryFolder(), "false.sock");
  ending(spawn(process.execPath, [program, socket, deed], { stdio: "ignore" }));
  await until(() => existsSync(socket));
  return isolate([processHelper({ socket, timeout })]).openSync(library("/any/lib.so"));
}

async function calling(deed: string, timeout?: number) {
  using lib = await openedIn(deed, timeout);
  const add = lib.func("int add(int a, int b)");
  const result = outcome(() => add(2, 3));
  return result.ok ? result.value : result.fault;
}

const breaches = [
  ["garbage", "hello from the helper"],
  ["a long message", "a message of 4294967295 bytes"],
  ["half a message", "the stream ends in the middle of a message"],
  ["a host's message", "errno from the helper"],
  ["another's answer", "it answered a request that it was not at"],
  ["another type", "string as the result"],
  ["another answer", "linked as an answer"],
  ["bytes for nothing", "bytes for memory that was not lent"],
  ["a refusal", "not any more"],
] as const;

describe("a helper at a socket that does not keep to the protocol", () => {
  it("is no such helper when it does", async () => {
    expect(await calling("honest")).toBe(5);
  });

  it.each(breaches)("is a fault of kind protocol: %s", async (deed, reason) => {
    const fault = await calling(deed);
    expect(fault).toMatchObject({ kind: "protocol", reason: expect.stringContaining(reason) });
  });

  it.each(breaches)("is one to who did not wait, too: %s", async (deed, reason) => {
    using lib = await openedIn(deed);
    const add = lib.func("int add(int a, int b)");
    await expect(add.async(2, 3)).rejects.toMatchObject({
      fault: { kind: "protocol", reason: expect.stringContaining(reason) },
    });
  });

  it("is a fault of the next call when it answers twice", async () => {
    using lib = await openedIn("two answers");
    const add = lib.func("int add(int a, int b)");
    expect(add(2, 3)).toBe(5);
    const next = outcome(() => add(2, 3));
    expect(next.ok ? next.value : next.fault).not.toBe(6);
  });

  it("cannot have functions called that it was not given", async () => {
    expect(await calling("a callback to nobody")).toBe(7);
  });

  it("is a timeout when it says nothing", async () => {
    expect(await calling("silence", 100)).toMatchObject({ kind: "timeout", limit: 100 });
  });

  it("is an end that nothing is known of when it hangs up", async () => {
    expect(await calling("a hang-up")).toMatchObject({
      kind: "exit",
      exitCode: null,
      signal: null,
    });
  });

  it("does not even load a library when it is of another version", async () => {
    await expect(openedIn("another version")).rejects.toMatchObject({
      code: "ERR_HELPER_UNAVAILABLE",
      message: expect.stringContaining("version 9, here it is 1"),
    });
  });
});
