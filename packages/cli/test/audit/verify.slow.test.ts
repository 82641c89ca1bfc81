import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { cofferdam } from "../cofferdam.ts";
import { type Recorded, recorded } from "./recorded.ts";

let run: Recorded;
beforeEach(async () => {
  run = await recorded();
});

const verify = (...more: string[]) => cofferdam(["audit", "verify", run.log, ...more]);

function change(edit: (text: string) => string): void {
  writeFileSync(run.log, edit(readFileSync(run.log, "utf8")));
}

describe("cofferdam audit verify LOG", () => {
  it("ends with 0 for what was written, and prints its head", async () => {
    const { status, stdout } = await verify();
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(
      /^well: \d+ events in 1 file, 20\S+Z to 20\S+Z\nhead: \d+:[0-9a-f]{64}\n$/,
    );
  });

  it("ends with 1 for a line that was changed, and names it", async () => {
    change((text) => text.replace('"resource":"cos"', '"resource":"sin"'));
    const { status, stdout } = await verify();
    expect(status).toBe(1);
    expect(stdout).toMatch(/^problem {2}.*audit\.jsonl:\d+: changed: /m);
  });

  it("ends with 1 for a line that is gone", async () => {
    change((text) => text.replace(/^.*"resource":"cos".*\n/m, ""));
    const { status, stdout } = await verify("--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ kind: "missing" }] });
  });

  it("takes a last line that is torn for a warning", async () => {
    truncateSync(run.log, readFileSync(run.log).length - 10);
    const { status, stdout } = await verify();
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/^warning {2}.*: torn: /m);
  });

  it("ends with 1 for a log that ends before the head that was kept", async () => {
    const { stdout } = await verify();
    const head = /head: (.*)/.exec(stdout)?.[1] as string;
    expect((await verify("--head", head)).status).toBe(0);
    change((text) => text.split("\n").slice(0, -3).join("\n").concat("\n"));
    expect((await verify()).status).toBe(0);
    const cut = await verify("--head", head);
    expect(cut.status).toBe(1);
    expect(cut.stdout).toContain("was cut off, or made anew");
  });

  it("ends with 3 where there is no log, and with 2 for a head that is none", async () => {
    const missing = await cofferdam(["audit", "verify", "/nowhere/audit.jsonl"]);
    expect(missing).toMatchObject({ status: 3, stdout: "" });
    expect((await verify("--head", "17")).status).toBe(2);
  });
});
