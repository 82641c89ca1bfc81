import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/files/digest.ts";
import { checkLock } from "../../src/lock/check-lock.ts";
import { createLock } from "../../src/lock/create-lock.ts";
import type { Lock } from "../../src/lock/lock.ts";
import type { LockError } from "../../src/lock/lock-error.ts";
import { elfFile } from "./elf/elf-file.ts";
import { newFolder, put } from "./files.ts";

const program = fileURLToPath(new URL("../../../../testing/exchange.mjs", import.meta.url));
const folder = newFolder();
const symbol = (name: string) => [{ name, isDefined: true }];
const good = put(join(folder, "good/lib.so"), elfFile({ symbols: symbol("good") }));
const evil = put(join(folder, "evil/lib.so"), elfFile({ symbols: symbol("evil") }));

interface Race {
  /** What another process exchanges, and how. */
  readonly path: string;
  readonly how: "link" | "symlink" | "mixed" | "folder" | "write";
  readonly files: readonly string[];
  /** What is done meanwhile. Returns what happened. */
  readonly attempt: () => string;
  /** What happens at one time or another; nothing else does. */
  readonly outcomes: readonly string[];
  /** What may happen, too. */
  readonly also?: readonly string[];
  readonly rounds?: number;
}

async function run({
  path,
  how,
  files,
  attempt,
  outcomes,
  also = [],
  rounds = 2000,
}: Race): Promise<void> {
  const child = spawn(process.execPath, [program, how, path, ...files], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const before = openDescriptors();
  const seen: Record<string, number> = {};
  for (let round = 0; round < rounds || !outcomes.every((what) => what in seen); round++) {
    const what = attempt();
    if (what !== "unsteady" || outcomes.includes(what)) seen[what] = (seen[what] ?? 0) + 1; // refused as well, if rarely
    if (round % 100 === 0) await setTimeout(0);
  }
  expect(openDescriptors()).toBe(before);
  await end(child);
  expect([...outcomes, ...also]).toEqual(expect.arrayContaining(Object.keys(seen)));
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  await once(child, "exit");
}

const openDescriptors = () => readdirSync("/proc/self/fd").length;

/** "locked" with the good one's digest, or what refuses it. */
function check(lock: Lock, path: string): string {
  try {
    const { sha256 } = checkLock(lock, { kind: "library", path });
    return sha256 === digestOf(readFileSync(good)) ? "locked" : "another digest";
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): string {
  const { problem, message } = error as LockError;
  if (problem === undefined) throw error;
  // or not there for a moment; another link to a file is a change of it
  if (/another file each time|changes while|ENOENT/.test(message)) return "unsteady";
  return problem;
}

/** A lock of one file at this path, as the good one is. */
function lockOf(path: string): Lock {
  const content = readFileSync(good);
  return createLock([{ kind: "library", path, content }], folder);
}

/** Whether digest and wiring are of one file. */
function attemptLock(path: string): string {
  try {
    const [entry] = createLock([{ kind: "library", path }], folder).entries.values();
    const [name] = (entry?.exports ?? []) as readonly string[];
    const file = name === "good" ? good : evil;
    return entry?.sha256 === digestOf(readFileSync(file)) ? `locked ${name}` : "a mixture";
  } catch (error) {
    return refusal(error);
  }
}

describe("while another process exchanges the file", () => {
  it("what is locked is the digest and the wiring of one file", async () => {
    const path = join(folder, "exchanged.so");
    const outcomes = ["locked good", "locked evil"];
    const attempt = () => attemptLock(path);
    await run({ path, how: "link", files: [good, evil], attempt, outcomes });
  });

  it("what is checked is the file that is there, whichever that is", async () => {
    const path = join(folder, "checked.so");
    const lock = lockOf(path);
    const attempt = () => check(lock, path);
    await run({ path, how: "link", files: [good, evil], attempt, outcomes: ["locked", "drift"] });
  });

  it("a link leads to the file that is locked, or is refused", async () => {
    const path = join(folder, "link.so");
    const lock = lockOf(good);
    const attempt = () => check(lock, path);
    const outcomes = ["locked", "unlisted"];
    await run({ path, how: "symlink", files: [good, evil], attempt, outcomes });
  });

  it("a file may become a link elsewhere, and is not followed to what is not locked", async () => {
    const path = join(folder, "good/mixed.so");
    const lock = lockOf(path);
    const attempt = () => check(lock, path);
    const outcomes = ["locked", "unlisted"];
    await run({ path, how: "mixed", files: [good, evil], attempt, outcomes });
  });

  it("a folder may become a link to another, and its file is not taken for the one that is locked", async () => {
    const path = join(folder, "box");
    const name = put(join(path, "lib.so"), readFileSync(good));
    const lock = lockOf(name);
    const attempt = () => check(lock, name);
    const outcomes = ["locked", "unlisted"];
    await run({ path, how: "folder", files: [dirname(evil)], attempt, outcomes });
  });
});

describe("while another process writes into the file", () => {
  it("refuses to lock what nobody may ever have seen as a whole", async () => {
    const path = put(join(folder, "written.so"), Buffer.alloc(24 * 1024 ** 2));
    const attempt = () => attemptLock(path); // when the other one waits for its turn, it is but no library
    await run({
      path,
      how: "write",
      files: [],
      attempt,
      rounds: 5,
      outcomes: ["unsteady"],
      also: ["file"],
    });
  });
});
