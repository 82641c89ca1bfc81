import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { koffiNeeds, nodeNeeds } from "../../src/node-needs.ts";
import { makePrograms } from "./programs.ts";
import { isConfinable, launched, run, users } from "./run.ts";

const programs = makePrograms();
const confinable = isConfinable(programs);
// of the package that depends on it
const ffi = createRequire(import.meta.url).resolve("@cofferdam/ffi/package.json");
const koffi = createRequire(ffi).resolve("koffi");
const script = join(programs.folder, "node-helper.cjs");
copyFileSync(fileURLToPath(new URL("guests/node-helper.cjs", import.meta.url)), script);

function runNode(user: ReturnType<typeof users>[number], traps: "0" | "1") {
  const needs = nodeNeeds(process.execPath);
  const options = {
    memory: "400MiB",
    cpu: 60_000,
    read: [...needs.read, ...koffiNeeds(ffi), programs.folder],
    execute: needs.execute,
  };
  const args = [script, koffi, programs.seal, "0", traps];
  return run(launched(programs, options, [process.execPath, ...args]), { user });
}

describe.runIf(confinable).each(users())("Node with koffi, as user %s", (user) => {
  it("calls a library under the launcher and the seal, and is refused the rest", async () => {
    const ended = await runNode(user, "0");
    expect(ended.stderr).toBe("");
    expect(JSON.parse(ended.stdout)).toEqual({
      sealed: 0,
      finite: true,
      // EPERM in the pool: the seal is on threads that were there before it
      denied: { read: "EACCES", write: "EACCES", inPool: "EPERM", spawn: "EPERM", kill: "EPERM" },
    });
    expect([ended.status, ended.signal]).toEqual([0, null]);
  });

  it("makes no call by itself that a trap would end it for, its exit included", async () => {
    const { status, stdout, stderr } = await runNode(user, "1");
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '{"sealed":0,"finite":true,"denied":{}}\n',
      stderr: "",
    });
  });
});
