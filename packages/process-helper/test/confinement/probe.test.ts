import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processHelper } from "@cofferdam/process-helper";
import { afterAll, describe, expect, it } from "vitest";
import { confinementHere, probe } from "../../src/confinement-probe.js";
import { type PieceReport, pieces } from "../../src/confinement-report.js";
import { launcherPath } from "../../src/native.js";

const folder = mkdtempSync(join(tmpdir(), "cofferdam-probe-"));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

const detailsOf = (options: Parameters<typeof processHelper>[0]) => {
  const support = processHelper(options).probe?.();
  if (!support?.supported) throw new Error("it is not supported here");
  return support.details;
};

describe("processHelper().probe()", () => {
  it("says of every piece of the confinement whether it can be had here", () => {
    const { transport, confinement } = detailsOf({}) as {
      transport: string;
      confinement: readonly PieceReport[];
    };
    expect(transport).toBe("ring");
    expect(confinement.map(({ piece }) => piece).sort()).toEqual([...pieces].sort());
    for (const { applied, reason } of confinement) {
      expect(applied ? reason : typeof reason).toBe(applied ? undefined : "string");
    }
  });

  it("says that nothing confines a helper over a socket, or without a confinement", () => {
    expect(detailsOf({ transport: "socket" })).toEqual({ transport: "socket", confinement: [] });
    expect(detailsOf({ program: "/bin/true" })).toEqual({ transport: "socket", confinement: [] });
    expect(detailsOf({ confinement: false })).toMatchObject({ transport: "ring", confinement: [] });
  });
});

describe("confinementHere()", () => {
  it("tries it once, however often it is asked, and nobody can change the answer", () => {
    expect(confinementHere()).toBe(confinementHere());
    expect(Object.isFrozen(confinementHere())).toBe(true);
    expect(confinementHere()).toEqual(probe(launcherPath()));
  });
});

describe("probe(launcher)", () => {
  const missing = (reason: string) =>
    pieces.map((piece) => ({ piece, applied: false, reason: expect.stringContaining(reason) }));

  it.each([
    ["there is none", () => undefined, "no launcher"],
    ["it cannot be started", () => join(folder, "nowhere"), "ENOENT"],
    ["it dies without a word", () => script("dies", "kill -9 $$"), "says nothing"],
    ["it complains", () => script("complains", "echo no >&2; exit 2"), "says nothing of it: no"],
    ["it says something else", () => script("chats", "echo hello"), "says nothing"],
  ])("has every piece missing, with the reason, where %s", (_what, launcher, reason) => {
    expect(probe(launcher())).toEqual(missing(reason));
  });

  it("has what the launcher says", () => {
    const path = script("says", "echo core applied; echo session missing: not today");
    expect(probe(path)).toEqual([
      { piece: "core", applied: true },
      { piece: "session", applied: false, reason: "not today" },
    ]);
  });
});
