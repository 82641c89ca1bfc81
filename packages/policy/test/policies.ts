/** Policies in files of their own, for the length of a test file. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { loadPolicy } from "../src/load-policy.ts";
import type { Policy } from "../src/policy.ts";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A real path: temporary folders are links on some machines. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "cofferdam-policy-")));
  folders.push(folder);
  return folder;
}

/** Writes a policy. @returns its path */
export function policyFile(
  text: string,
  folder = temporaryFolder(),
  name = "cofferdam.toml",
): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

export function policyOf(text: string, folder?: string): Promise<Policy> {
  return loadPolicy(policyFile(text, folder));
}
