import { describe, expect, it } from "vitest";
import { makePrograms } from "./programs.ts";
import { hostileOptions, launched, results, run } from "./run.ts";

const programs = makePrograms();
const TRAPS = "1";

/** What is done, and the name of the call that is told; numbers are x86-64's. */
const forbidden: Readonly<Record<string, string>> = {
  "tcp=1": "socket",
  "call=42": "connect",
  "call=49": "bind",
  "call=50": "listen",
  fork: "clone",
  "call=57": "fork",
  "call=58": "vfork",
  "call=59": "execve",
  "call=322": "execveat",
  "kill=1": "kill",
  "tgkill=1": "tgkill",
  stop: "tgkill",
  "call=200": "tkill",
  "call=101": "ptrace",
  "read-memory=1": "process_vm_readv",
  "call=311": "process_vm_writev",
  "call=424": "pidfd_send_signal",
  "call=438": "pidfd_getfd",
  unshare: "unshare",
  "call=308": "setns",
  "mount=/": "mount",
  bpf: "bpf",
  io_uring: "io_uring_setup",
  "call=323": "userfaultfd",
  keyctl: "keyctl",
  "call=298": "perf_event_open",
  "write=/dev/null": "openat",
  "truncate=/nonexistent": "truncate",
  "raise-limit": "prlimit64",
};

describe("seal({ traps: true })", () => {
  it.each(Object.entries(forbidden))(
    "ends a program that does %s and names %s",
    async (deed, name) => {
      const command = [programs.hostile, "--seal", programs.seal, "0", TRAPS, deed];
      const { signal, stdout, stderr } = await run(command);
      expect({ signal, stdout, stderr }).toEqual({
        signal: "SIGSYS",
        stdout: "",
        stderr: `violation ${name}\n`,
      });
    },
  );

  it("tells of it from under the launcher too", async () => {
    const command = [programs.hostile, "--seal", programs.seal, "0", TRAPS, "tcp=1"];
    const ended = await run(launched(programs, hostileOptions(programs), command));
    expect([ended.signal, ended.stderr]).toEqual(["SIGSYS", "violation socket\n"]);
  });

  it.each(["ignore-traps", "block-traps"])(
    "ends a program that does %s first, unnamed",
    async (deed) => {
      const command = [programs.hostile, "--seal", programs.seal, "0", TRAPS, deed, "tcp=1"];
      const { signal, stdout, stderr } = await run(command);
      expect({ signal, stdout, stderr }).toEqual({
        signal: "SIGSYS",
        stdout: `${deed} ok\n`,
        stderr: "",
      });
    },
  );

  it("lets an honest program be", async () => {
    const deeds = ["thread", "load=libm.so.6", "sync", "read=/etc/passwd", "memory=64"];
    const command = [programs.hostile, "--seal", programs.seal, "0", TRAPS, ...deeds];
    const found = results(await run(command));
    expect(found).toEqual({ thread: "ok", load: "ok", sync: "ok", read: "ok", memory: "64" });
  });

  it("leaves a program that aborts to its own signal", async () => {
    const command = [programs.hostile, "--seal", programs.seal, "0", TRAPS, "crash"];
    expect((await run(command)).signal).toBe("SIGABRT");
  });
});
