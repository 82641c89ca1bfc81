import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { processHelper } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";
import { readAuditLog } from "../../src/audit/reading/read.ts";
import { auditLogOf } from "../../src/audit-sink.ts";
import { createLock } from "../../src/lock/create-lock.ts";
import { writeLock } from "../../src/lock/write-lock.ts";
import { policyOf, temporaryFolder } from "../policies.ts";

const from = import.meta.url;
const specifier = "bcrypt";

/** Where its package finds the file, which it does by itself. */
async function fileOf(): Promise<string> {
  const policy = await policyOf(`[addons]\nenabled = true\n[addons.modules.${specifier}]\n`);
  using opened = isolate(policy.layers({ signals })).openSync(addon(specifier, { from }));
  return opened.status().files[0] as string;
}

const digestOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

async function open(manifest: string) {
  const policy = await policyOf(`[addons]\nenabled = true\n${manifest}`);
  return isolate(policy.layers({ signals })).openSync(addon(specifier, { from }));
}

describe("an addon under policy.layers({ signals })", () => {
  it("is tested with one that is installed", () => {
    expect(createRequire(from).resolve(specifier)).toContain(specifier);
  });

  it("is opened when it is listed", async () => {
    using opened = await open(`[addons.modules.${specifier}]\n`);
    expect(opened.exports.hashSync("words", 4)).toMatch(/^\$2b\$04\$/);
  });

  it("is opened with a log of calls, too, which has its opening and not its calls", async () => {
    const folder = temporaryFolder();
    const text = `[addons]\nenabled = true\n[addons.modules.${specifier}]\n[audit]\nfile = "a.jsonl"\n`;
    const policy = await policyOf(text, folder);
    using opened = isolate(policy.layers({ signals })).openSync(addon(specifier, { from }));
    expect(opened.exports.hashSync("words", 4)).toMatch(/^\$2b/);
    auditLogOf(policy.readings).flush();
    const actions = new Set<string>();
    for await (const { action } of readAuditLog(`${folder}/a.jsonl`)) actions.add(action);
    expect(actions.has("load")).toBe(true);
    expect(actions.has("call")).toBe(false);
  });

  it("is told of once when a digest is wrong: it was denied, and is no fault", async () => {
    const folder = temporaryFolder();
    const manifest = `[addons.modules.${specifier}]\nsha256 = "${"0".repeat(64)}"\n`;
    const text = `[addons]\nenabled = true\n${manifest}[audit]\nfile = "a.jsonl"\n`;
    const policy = await policyOf(text, folder);
    const act = () => isolate(policy.layers({ signals })).openSync(addon(specifier, { from }));
    expect(act).toThrow(/its SHA-256 is/);
    auditLogOf(policy.readings).flush();
    const told: string[] = [];
    for await (const { outcome, action } of readAuditLog(`${folder}/a.jsonl`)) {
      told.push(`${outcome} ${action}`);
    }
    expect(told).toEqual(["allow load", "allow sym", "deny load"]); // the package, its functions, its file
  });

  it("is refused when it is not listed, or addons are not enabled", async () => {
    await expect(open("")).rejects.toMatchObject({ rule: { key: "addons.modules" } });
    const policy = await policyOf(`[addons.modules.${specifier}]\n`);
    const act = () => isolate(policy.layers({ signals })).openSync(addon(specifier, { from }));
    expect(act).toThrow(
      expect.objectContaining({ rule: expect.objectContaining({ key: "addons.enabled" }) }),
    );
  });

  it("is opened with the digest of the file that its package loads, and refused with another", async () => {
    const digest = digestOf(await fileOf());
    using opened = await open(`[addons.modules.${specifier}]\nsha256 = "${digest}"\n`);
    expect(opened.status().files).toHaveLength(1);
    await expect(
      open(`[addons.modules.${specifier}]\nsha256 = "${"0".repeat(64)}"\n`),
    ).rejects.toThrow(`its SHA-256 is ${digest}`);
  });

  it("is held against its digest when it is opened by its own path, too", async () => {
    const path = await fileOf();
    const text = `[addons]\nenabled = true\n[addons.modules."${path}"]\nsha256 = "${"0".repeat(64)}"\n`;
    const policy = await policyOf(text);
    const act = () => isolate(policy.layers({ signals })).openSync(addon(path));
    expect(act).toThrow(/its SHA-256 is/);
  });

  it("is not opened in a helper where there is a lock, which nobody would hold against it", async () => {
    const folder = temporaryFolder();
    writeLock(`${folder}/cofferdam.lock`, createLock([], folder));
    const policy = await policyOf(
      `[addons]\nenabled = true\n[addons.modules.${specifier}]\n`,
      folder,
    );
    const guard = isolate(policy.layers({ processHelper }));
    await expect(guard.open(addon(specifier, { from }))).rejects.toMatchObject({
      code: "ERR_POLICY_LOCK",
    });
  });

  it("cannot be pinned in a helper, and the policy is refused there", async () => {
    const policy = await policyOf(`[addons.modules.${specifier}]\nsha256 = "${"0".repeat(64)}"\n`);
    expect(() => policy.layers({ processHelper })).toThrow(/a helper loads it/);
  });
});
