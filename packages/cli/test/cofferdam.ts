/** The built command, as a process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { afterAll } from "vitest";

export const program = fileURLToPath(new URL("../dist/cofferdam.bundle.js", import.meta.url));

type Environment = Readonly<Record<string, string>>;

/** Without what the developer's own terminal says about colours. */
const plain: Environment = { NO_COLOR: "", FORCE_COLOR: "", COFFERDAM_DEBUG: "" };

export function cofferdam(args: readonly string[], env: Environment = {}): Promise<ChildResult> {
  return runChild(program, { args, env: { ...plain, ...env } });
}

/** What it prints with --json. */
export async function documentOf(args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await cofferdam([...args, "--json"]);
  return JSON.parse(stdout);
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** It is removed in the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-cli-"));
  folders.push(folder);
  return folder;
}
