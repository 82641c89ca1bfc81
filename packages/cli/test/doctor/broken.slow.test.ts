import { runChild } from "@cofferdam/testing/child.ts";
import { beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../src/doctor/examine.ts";
import { program } from "../cofferdam.ts";
import { kernelWithout, machineWithout, systemCalls } from "./machine-without.ts";

type Findings = Readonly<Record<string, Finding>>;

async function findingsOf(command: string, before: readonly string[] = []): Promise<Findings> {
  const [node = process.execPath, ...nodeArgs] = [
    ...before,
    ...(before.length > 0 ? [process.execPath] : []),
  ];
  const { stdout } = await runChild(command, { node, nodeArgs, args: ["doctor", "--json"] });
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  return Object.fromEntries(findings.map((finding) => [finding.id, finding]));
}

/** Ids of claims that do not hold, and why. */
function failed(findings: Findings): Readonly<Record<string, string>> {
  const rows = Object.values(findings).filter(
    ({ holds, installed }) => holds !== "yes" && installed,
  );
  return Object.fromEntries(rows.map(({ id, holds, reason }) => [id, `${holds}: ${reason}`]));
}

const isLinux = process.platform === "linux" && process.arch === "x64";
if (!isLinux) console.log("SKIP kernels without system calls: their numbers are those of x86-64");

describe.runIf(isLinux)("cofferdam doctor on a kernel without", () => {
  let without: string;
  let here: Readonly<Record<string, string>>;
  beforeAll(async () => {
    without = kernelWithout();
    here = failed(await findingsOf(program));
  });

  const on = (...calls: readonly number[]) => findingsOf(program, [without, calls.join(",")]);

  it("Landlock says that files are read, and no other no", async () => {
    const found = failed(await on(...systemCalls.landlock));
    expect(found["no-reading"]).toMatch(
      /^no: open\(\) to read, .* was done; without landlock-filesystem: /,
    );
    expect(found.confinement).toContain("landlock-filesystem");
    expect(new Set(Object.keys(found))).toEqual(new Set([...Object.keys(here), "no-reading"]));
  });

  it("namespaces says what is without them, and that the network is closed nevertheless", async () => {
    const found = await on(...systemCalls.namespaces);
    expect(found["no-network"]).toMatchObject({
      holds: "yes",
      reason: expect.stringContaining("without namespaces-net"),
    });
    expect(found.confinement?.holds).toBe("partly");
  });

  it("seccomp says that a process is forked, and that the network is closed partly", async () => {
    const found = failed(await on(...systemCalls.seccomp));
    expect(found["no-network"]).toMatch(
      /^partly: .*connect\(\) to a server of this machine failed/,
    );
    expect(found["no-processes"]).toMatch(/^no: fork\(\) was done; without seccomp/);
  });

  it("any of them says no to all that they are for, and outlives what its guests do then", async () => {
    const { landlock, namespaces, seccomp } = systemCalls;
    const found = failed(await on(...landlock, ...namespaces, ...seccomp));
    for (const id of ["no-network", "no-reading", "no-writing", "no-programs", "no-processes"]) {
      expect(found[id], id).toMatch(/^no: /);
    }
    expect(found["no-signals"]).toMatch(/^no: the process died of it: SIGKILL/);
  });
});

describe("cofferdam doctor without the native code", () => {
  let findings: Findings;
  beforeAll(async () => {
    findings = await findingsOf(machineWithout({ native: true }));
  });

  it.each([
    "panics",
    "traps",
    "aborts",
    "deadlines",
    "stack-overflows",
    "addon-traps",
    "shared-memory",
  ])("says no, and which file is missing: %s", (id) => {
    expect(findings[id]).toMatchObject({
      holds: "no",
      reason: expect.stringMatching(/cofferdam has no \w+\.node that runs on/),
    });
  });

  it("says partly of lent buffers", () => {
    expect(findings.overruns).toMatchObject({ holds: "partly" });
  });

  it.each(["crashes", "hangs", "sockets", "alloc-limit", "listed-libraries"])(
    "says yes to what holds over a socket, too: %s",
    (id) => {
      expect(findings[id]).toMatchObject({ holds: "yes" });
    },
  );

  it.each(["confinement", "no-network", "no-reading", "no-writing", "no-processes"])(
    "says no, as nothing confines a helper over a socket: %s",
    (id) => {
      expect(findings[id]).toMatchObject({ holds: "no" });
    },
  );
});

describe("cofferdam doctor without a package", () => {
  it("says how it is installed, and yes to the others", async () => {
    const findings = await findingsOf(machineWithout({ packages: ["memory", "addons"] }));
    expect(findings.overruns).toMatchObject({
      holds: "no",
      installed: false,
      reason: "not installed: npm install @cofferdam/memory",
    });
    expect(findings["addon-traps"]).toMatchObject({ installed: false });
    expect(findings.traps).toMatchObject({ holds: "yes", installed: true });
  });
});
