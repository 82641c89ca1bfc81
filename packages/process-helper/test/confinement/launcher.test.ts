import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makePrograms } from "./programs.ts";
import { hostileOptions, launched, results, run } from "./run.ts";

const programs = makePrograms({ sealed: false });
const options = hostileOptions(programs);
const BLOCK = "--block-signal=USR1";
const blocks = spawnSync("env", [BLOCK, "true"]).status === 0;
if (!blocks) console.log("SKIP blocked signals: env(1) of this machine cannot block any");
const deed = (...deeds: string[]) => [programs.hostile, ...deeds];

describe("cofferdam-launcher", () => {
  it("gives the program the variables that are named, and no others", async () => {
    const confined = launched(programs, { ...options, env: { GIVEN: "a=b c" } }, deed("variables"));
    const { stdout } = await run(confined, { env: { NODE_OPTIONS: "--secret", LD_PRELOAD: "" } });
    expect(stdout).toBe("variable GIVEN=a=b c\nvariables ok\n");
  });

  it("closes every descriptor but the first three and those that are named", async () => {
    const confined = launched(programs, options, deed("descriptors=16"), [5]);
    const ended = await run(confined, { moreFds: 4 });
    expect(Number(results(ended).descriptors)).toBe(0b100111);
  });

  it("lets no core file be, not even through a pipe", async () => {
    const ended = await run(launched(programs, options, deed("core", "crash")));
    expect(ended.stdout).toBe("core 1\n"); // below the smallest core; 0 would not stop a pipe
    expect(ended.signal).toBe("SIGABRT");
  });

  it.skipIf(!blocks)("hands down no blocked signal", async () => {
    const confined = launched(programs, options, deed("blocked-signals"));
    const found = results(await run(["env", BLOCK, ...confined]));
    expect(found).toEqual({ "blocked-signals": "0" });
  });

  it("lets nothing start that may only be read", async () => {
    const readable = { ...options, read: [...options.read, programs.launcher] };
    const ended = await run(launched(programs, readable, [programs.launcher, "--probe"]));
    expect([ended.status, ended.report.notStarted]).toEqual([126, "Permission denied"]);
  });

  it("reports every piece that it was ordered", async () => {
    const ended = await run(launched(programs, options, deed("thread")));
    const names = ended.report.pieces.map(({ piece }) => piece);
    expect(names).toEqual([
      ...["session", "parent-death", "descriptors"],
      ...["namespaces-user", "namespaces-net", "namespaces-ipc"],
      ...["core", "memory", "files", "processes", "file-size", "no-new-privileges"],
      ...["landlock-filesystem", "landlock-network", "landlock-scope"],
      ...["capabilities", "environment"],
    ]);
    expect(ended.report.required).toEqual([]);
  });

  it("does not start a program without what is required", async () => {
    const required = { ...options, require: ["address-space", "core"] } as const;
    const ended = await run(launched(programs, required, deed("thread")));
    expect([ended.status, ended.stdout]).toEqual([125, ""]);
    expect(ended.report.required).toEqual(["address-space"]);
  });

  it("says why a program cannot be started", async () => {
    const missing = join(programs.folder, "missing");
    const ended = await run(launched(programs, options, [missing]));
    expect([ended.status, ended.report.notStarted]).toEqual([127, "No such file or directory"]);
    const denied = await run(launched(programs, options, ["/bin/sh", "-c", "exit 0"]));
    expect([denied.status, denied.report.notStarted]).toEqual([126, "Permission denied"]);
  });

  it("probes this machine by confining a child", async () => {
    const { status, stdout } = await run([programs.launcher, "--probe"]);
    expect(status).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines.length).toBe(20);
    for (const line of lines) expect(line).toMatch(/^[a-z-]+ (applied|missing: .+)$/);
    for (const line of lines.filter((l) => l.includes("missing"))) console.log(`SKIP ${line}`);
  });

  it.each([
    [["--frobnicate"], "expected an option for the orders, got --frobnicate"],
    [["--memory", "1k"], "expected a whole number for --memory, got 1k"],
    [["--memory", "-1"], "expected a whole number for --memory, got -1"],
    [["--memory", ""], "expected a whole number for --memory, got "],
    [["--cpu"], "expected a whole number for --cpu, got nothing"],
    [["--read", "lib"], "expected an absolute path for --read, got lib"],
    [["--keep-fd", "77"], "expected an open descriptor for --keep-fd, got 77"],
    [["--namespaces", "user,pid"], "expected some of user,net,ipc for --namespaces, got user,pid"],
    [["--require", "magic"], "expected names of pieces for --require, got magic"],
    [["--env", "NAME"], "expected NAME=VALUE for --env, got NAME"],
    [["--parent", "0"], "expected a process id for --parent, got 0"],
    [
      ["--network", "--namespaces", "net"],
      "expected no network namespace for --network, got --namespaces net",
    ],
    [["--"], "expected a program for --, got nothing"],
    [["--", "true"], "expected an absolute path for the program, got true"],
  ])("refuses the orders %j", async (orders, message) => {
    const ended = await run([programs.launcher, ...orders]);
    expect([ended.status, ended.stderr]).toEqual([124, `cofferdam-launcher: ${message}\n`]);
  });
});
