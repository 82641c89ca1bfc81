import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

describe("signals({ afterFault })", () => {
  const caught = "ERR_ISOLATION_SIGNAL";

  it('"quarantine" refuses calls until the library is reopened', async () => {
    const { stdout } = await run("guarded", "after-fault", ["quarantine"]);
    const report = { first: "SIGSEGV", second: "ERR_ISOLATION_QUARANTINED", third: caught };
    expect(stdout).toBe(`${JSON.stringify(report)}\nexit 0\n`);
  });

  it('"continue" lets calls through again', async () => {
    const { stdout } = await run("guarded", "after-fault", ["continue"]);
    const report = { first: "SIGSEGV", second: caught, third: caught };
    expect(stdout).toBe(`${JSON.stringify(report)}\nexit 0\n`);
  });

  it('"exit" prints the error and ends the process with code 70', async () => {
    const child = await run("guarded", "after-fault", ["exit"]);
    expect(endOf(child)).toEqual({ status: 70, signal: null, timedOut: false });
    expect(child.stderr).toMatch(/^SignalError: null_write raised SIGSEGV: SEGV_MAPERR at /);
    expect(child.stderr).toContain("code: 'ERR_ISOLATION_SIGNAL'");
    expect(child.stdout).toBe("exit 70\n");
  });

  it('"exit" in a worker prints the error and ends the worker with code 70', async () => {
    const child = await run("guarded", "in-worker", ["after-fault", "exit"]);
    expect(endOf(child)).toEqual({ status: 0, signal: null, timedOut: false });
    expect(child.stderr).toContain("SignalError: null_write raised SIGSEGV");
    expect(child.stdout).toBe("exit 70\nworker exited with 70\n");
  });
});
