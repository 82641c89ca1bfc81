import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { beforeAll, describe, expect, it } from "vitest";
import { claims } from "../../src/doctor/claims.ts";
import type { Finding } from "../../src/doctor/examine.ts";
import { cofferdam } from "../cofferdam.ts";

interface Document {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly confinement: readonly { piece: string; applied: boolean; reason?: string }[];
}

/** Not built yet. */
const absent = ["scripts"];
let said: Document;

beforeAll(async () => {
  const { status, stdout, stderr } = await cofferdam([
    "doctor",
    "--json",
    "--require",
    "traps,crashes",
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  said = JSON.parse(stdout);
});

function finding(id: string): Finding {
  return said.findings.find((each) => each.id === id) as Finding;
}

describe("cofferdam doctor --json", () => {
  it("has every claim, in the order of the table, with the same keys", () => {
    expect(said.findings.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
    const keys = [
      "claim",
      "holds",
      "id",
      "installed",
      "layer",
      "milliseconds",
      "reason",
      "strength",
    ];
    for (const each of said.findings) expect(Object.keys(each).sort()).toEqual(keys);
  });

  it("has the facts of the machine that decide", () => {
    expect(said).toMatchObject({
      command: "doctor",
      ok: true,
      machine: {
        platform: `${process.platform}-${process.arch}`,
        node: process.versions.node,
        uid: process.getuid?.(),
        packages: { "@cofferdam/core": "0.0.0", "@cofferdam/process-helper": "0.0.0" },
      },
      required: ["traps", "crashes"],
    });
  });

  it.each(claims.filter(({ id }) => !absent.includes(id)))(
    "says yes here, unless a piece that the machine lacks is why: $id",
    ({ id, pieces }) => {
      const { holds, reason } = finding(id);
      const missing = said.confinement.filter(({ applied }) => !applied);
      const excuses =
        id === "confinement" ? missing : missing.filter((m) => pieces.includes(m.piece));
      if (holds !== "yes") console.log(`SKIP ${id}: ${reason}`);
      if (holds !== "yes") expect(excuses, reason).not.toEqual([]);
      for (const { piece } of excuses) expect(reason).toContain(piece);
    },
  );

  it.each(absent)("says of what is not installed how it is: %s", (id) => {
    const { holds, installed, layer, reason } = finding(id);
    expect({ holds, installed }).toEqual({ holds: "no", installed: false });
    expect(reason).toBe(`not installed: npm install @cofferdam/${layer}`);
  });

  it.runIf(process.getuid?.() === 0)("says that the kernel counts no threads of root", () => {
    expect(finding("thread-limit")).toMatchObject({
      holds: "no",
      reason: expect.stringContaining("the kernel does not count root's"),
    });
  });

  it("leaves no files behind", () => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("cofferdam-doctor-"))).toEqual(
      [],
    );
  });
});
