import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { outcomes } from "../../src/native.ts";
import { compileHelper, compileProgram } from "./compile.ts";
import { deeds } from "./deeds.mjs";
import { Host, native } from "./host.mjs";

const helper = compileHelper();
const outside = ["../memory/shared_memory", "../process/pipe_tail"];
const late = compileProgram("late", ["doorbell", "host_ring", "region", ...outside]);
const TAIL_BYTES = 16 * 1024;
const hosts: Host[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});

function open(more = {}): Host {
  const host = new Host().spawn(helper, [], { output: "tail", ...more });
  hosts.push(host);
  expect(host.call(deeds.add, [1, 2]).slots?.[0]).toBe(3);
  return host;
}

/** Are these lines that follow each other? The first may have lost its beginning. */
function expectLines(text: string): void {
  const numbers = text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.slice(5)));
  const first = numbers[0] ?? Number.NaN;
  expect(numbers).toEqual(numbers.map((_, n) => first + n));
}

describe("outputTail(ring)", () => {
  it("is what the helper wrote to its standard output and error", () => {
    const host = open();
    expect(host.output).toBe("");
    expect(host.call(deeds.write, [20]).outcome).toBe("ok");
    expect(host.output).toBe("line 1\nline 2\nline 3\n");
    expect(host.call(deeds.write, [1]).outcome).toBe("ok");
    expect(host.output).toBe("line 1\nline 2\nline 3\nline 1\n");
  });

  it("is the last 16 KiB of the 10 MB that it wrote during one call", () => {
    const host = open();
    expect(host.call(deeds.write, [10_000_000]).outcome).toBe("ok");
    expect(host.output).toHaveLength(TAIL_BYTES);
    expectLines(host.output);
    expect(host.call(deeds.add, [1, 2]).slots?.[0]).toBe(3);
  });

  it("has the last words of a helper that aborts", () => {
    const host = open();
    expect(host.call(deeds.writeAndAbort).outcome).toBe("died");
    expect(native.reap(host.handle, true)?.signal).toBe(6);
    expect(host.output).toHaveLength(TAIL_BYTES);
    expect(host.output.endsWith("\nlast words")).toBe(true);
  });

  it("is there while the helper writes on and on", () => {
    const host = open();
    host.prepare(deeds.writeForEver);
    host.publish(1);
    while (host.output.length < TAIL_BYTES);
    expectLines(host.output);
  });

  it("has no half characters at its start, and U+FFFD for what is no UTF-8", () => {
    const script = "printf '\\377'; for n in $(seq 9000); do printf é; done; printf x";
    const host = new Host().spawn("/bin/sh", ["-c", script], { output: "tail" });
    hosts.push(host);
    native.reap(host.handle, true);
    expect(host.output).toBe(`${"é".repeat(TAIL_BYTES / 2 - 1)}x`);
  });

  it("is empty when the output is not to be kept", () => {
    const host = open({ output: "null" });
    expect(host.call(deeds.write, [1000]).outcome).toBe("ok");
    expect(host.output).toBe("");
  });
});

describe("a helper that writes for ever", () => {
  it.each([50, 0])("is timed out at the deadline, %d ms from now, and its host is well", (ms) => {
    const host = open();
    const start = performance.now();
    expect(host.call(deeds.floodOutput, [], ms)).toMatchObject({ outcome: "timedOut" });
    expect(performance.now() - start).toBeGreaterThanOrEqual(ms - 1);
    expect(host.kill()).toMatchObject({ signal: 9 });
    expect(open().call(deeds.add, [2, 2]).slots?.[0]).toBe(4);
  });

  it("is late after one look at its output: what it has written takes no more time", () => {
    const { outcome, read } = JSON.parse(execFileSync(late, { encoding: "utf8" }));
    expect(outcome).toBe(outcomes.timedOut);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThanOrEqual(64 * 1024);
  });

  it("does not keep the event loop from its other work", async () => {
    const host = open();
    native.watch(host.handle, () => {});
    host.prepare(deeds.floodOutput);
    host.publish(1);
    const isFull = () => host.output.length === TAIL_BYTES;
    for (let turns = 0; turns < 1000 || !isFull(); turns++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  });
});

describe("a helper that closes its output", () => {
  it("does not keep the host busy by it, and is called as before", async () => {
    const host = open();
    native.watch(host.handle, () => {});
    expect(host.call(deeds.write, [10]).outcome).toBe("ok");
    expect(host.call(deeds.closeOutput).outcome).toBe("ok");
    expect(host.call(deeds.pause, [200_000]).outcome).toBe("ok");
    const before = process.cpuUsage();
    expect(host.call(deeds.pause, [500_000]).outcome).toBe("ok");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(300_000);
    expect(host.output).toBe("line 1\nline 2\n");
  });
});

describe("watch(ring, callback)", () => {
  it("reads the output while nothing is waited for", async () => {
    const host = open();
    const done = new Promise((resolve) => native.watch(host.handle, () => resolve(host.take())));
    host.prepare(deeds.write, [10_000_000]);
    host.publish(1);
    if (native.arm(host.handle)) expect(await done).toMatchObject([{ kind: "returned" }]);
    expect(host.output).toHaveLength(TAIL_BYTES);
    expectLines(host.output);
  });
});

describe("readReport(ring)", () => {
  it("is what came through the helper's descriptor 6, until now and in the end", () => {
    const script = "echo one >&6; sleep 0.2; echo two >&6";
    const host = new Host().spawn("/bin/sh", ["-c", script], { report: true });
    hosts.push(host);
    while (native.readReport(host.handle) === "");
    expect(native.readReport(host.handle)).toMatch(/^one\n/);
    native.reap(host.handle, true);
    expect(native.readReport(host.handle)).toBe("one\ntwo\n");
    expect(native.readReport(host.handle)).toBe("one\ntwo\n");
    expect(host.output).toBe("");
  });

  it("does not wait for a helper that has nothing to report, or writes on", () => {
    const quiet = new Host().spawn("/bin/sleep", ["600"], { report: true });
    const loud = new Host().spawn("/bin/sh", ["-c", "while :; do echo more >&6; done"], {
      report: true,
    });
    hosts.push(quiet, loud);
    expect(native.readReport(quiet.handle)).toBe("");
    while (native.readReport(loud.handle).length < TAIL_BYTES - 3);
  });
});
