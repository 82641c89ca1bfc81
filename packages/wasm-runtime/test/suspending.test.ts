import { isolate } from "@cofferdam/core";
import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { describe, expect, it } from "vitest";
import { suspending, wasm, wasmModule } from "../src/index.ts";
import { assemble } from "./assemble.ts";

const { path, missing } = findNode(26);
if (missing) console.log(`SKIP: ${missing}`);

const expected = {
  "a value that comes later": [102, 203],
  "a value that is there at once": 108,
  "calls at the same time take turns": {
    order: ["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"],
    values: [101, 202, 303],
  },
  "the host goes on meanwhile": true,
  "the host's own error, the very same": { same: true, faults: {}, state: "open" },
  "a host that never answers: the time of the call is up": {
    kind: "timeout",
    limit: 40,
    faults: { timeout: 1 },
    used: true,
    waited: true,
  },
  "an endless loop behind it: the time of the call is up": { kind: "timeout", well: 107 },
  "an answer that comes too late is nobody's": { kind: "timeout", well: 105 },
  "fuel is the same as without waiting": {
    fuel: 12,
    hostCalls: 1,
    waited: true,
    enough: 103,
    less: "fuel",
  },
  "bytes of the caller, read, written and yielded": { value: "yBCy", in: 4, out: 5 },
  "pointers that lie": {
    fault: {
      kind: "violation",
      action: "read",
      resource: "8 bytes at 0xffffffff",
      rule: "memory has 65536 bytes",
    },
    state: "quarantined",
  },
  "a caller that is kept for later": "ERR_WASM_SUSPEND",
  "a function that does not wait, called by async": 102,
  "quarantine, and open again": {
    refused: "ERR_ISOLATION_QUARANTINED",
    state: "open",
    reopened: 1,
  },
  "a synchronous call of a guest that would have to wait": {
    code: "ERR_WASM_SUSPEND",
    calls: 0,
    well: 101,
  },
  "a synchronous call while it waits, and what else has to wait": {
    codes: [...Array(4).fill("ERR_TARGET_BUSY"), "ERR_WASM_SUSPEND"],
    value: 100,
  },
};

describe("suspending(call)", () => {
  it.skipIf(missing)("lets a guest wait for the host, in the thread that goes on", async () => {
    const script = new URL("children/waiting.mjs", import.meta.url);
    const child = await runChild(script, path ? { node: path } : {});
    expect({ report: child.report(), stderr: child.stderr }).toEqual({
      report: expected,
      stderr: "",
    });
  });

  it("refuses what is no function", () => {
    expect(() => suspending(1 as never)).toThrow(/Expected a function for `suspending\(call\)`/);
  });
});

describe("plugin.exports.f.async", () => {
  it("calls a guest that does not wait, in turn, also where no guest can", async () => {
    const text = `(module (func (export "twice") (param i32) (result i32) (i32.mul (i32.const 2) (local.get 0)))
      (func (export "trap") unreachable))`;
    const guest = await isolate([wasm({ afterFault: "continue" })]).open(
      wasmModule(assemble(text)),
    );
    const { exports } = guest;
    expect(await Promise.all([1, 2, 3].map((n) => exports.twice.async(n)))).toEqual([2, 4, 6]);
    await expect(exports.trap.async()).rejects.toMatchObject({ fault: { kind: "trap" } });
    expect(await guest.call.async("twice", 4)).toMatchObject({
      value: 8,
      report: { hostCalls: 0 },
    });
    await expect(guest.call.async("nothing")).rejects.toMatchObject({ code: "ERR_WASM_EXPORT" });
  });
});
