import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { beforeEach, describe, expect, it } from "vitest";
import { compileGuest } from "../../../testing/compile.ts";
import { type LivePolicy, type WatchOptions, watchPolicy } from "../src/live-policy.ts";
import { createLock } from "../src/lock/create-lock.ts";
import { writeLock } from "../src/lock/write-lock.ts";
import { writeSidecar } from "../src/signature/sidecar-file.ts";
import { signPolicy } from "../src/signature/sign.ts";
import { policyFile, temporaryFolder } from "./policies.ts";

const guest = compileGuest(new URL("layers/guests/library.c", import.meta.url));
const allowing = (patterns: string, more = "") =>
  `[ffi]\nenabled = true\ncall_timeout = 0\n[ffi.sandbox]\nallowed_libs = [${patterns}]\n${more}`;

let folder: string;
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = temporaryFolder();
  copyFileSync(guest, path("a.so"));
  copyFileSync(guest, path("b.so"));
});

/** As an editor writes it: another file in its place. */
function rewrite(text: string): void {
  writeFileSync(path("new"), text);
  renameSync(path("new"), path("cofferdam.toml"));
}

async function live(text: string, options?: WatchOptions): Promise<LivePolicy> {
  return watchPolicy(policyFile(text, folder), options);
}

/** What was changed until now has been told: it is looked once a second. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1500));

const guardOf = (policy: LivePolicy) => isolate(policy.layers({ signals, stack }));

describe("watchPolicy(path)", () => {
  it("opens what the file allows now", async () => {
    await using policy = await live(allowing('"./a.so"'));
    const guard = guardOf(policy);
    guard.openSync(library(path("a.so"))).dispose();
    expect(() => guard.openSync(library(path("b.so")))).toThrow(/allowed_libs/);
    const reloaded = once(policy, "reloaded");
    rewrite(allowing('"./b.so"'));
    await reloaded;
    expect(policy.current.generation).toBe(2);
    guard.openSync(library(path("b.so"))).dispose();
    expect(() => guard.openSync(library(path("a.so")))).toThrow(/allowed_libs/);
  });

  it("is followed by what it extends", async () => {
    writeFileSync(path("base.toml"), allowing('"./*.so"'));
    await using policy = await live('extends = "base.toml"\n');
    const reloaded = once(policy, "reloaded");
    writeFileSync(path("base.toml"), allowing('"./a.so"'));
    await reloaded;
    expect(() => guardOf(policy).openSync(library(path("b.so")))).toThrow(/allowed_libs/);
  });

  it.each([
    ["cannot be read as a policy", "[ffi]\nenabeld = true\n", "ERR_POLICY_INVALID"],
    [
      "cannot be enforced here",
      allowing('"./b.so"', "[ffi.sandbox.process]\nmemory = 1000000000\n"),
      "ERR_POLICY_UNENFORCED",
    ],
    [
      "has another log",
      allowing('"./b.so"', '[audit]\nfile = "other.jsonl"\n'),
      "ERR_POLICY_INVALID",
    ],
  ])("keeps the old policy when the new one %s", async (_what, text, code) => {
    await using policy = await live(allowing('"./a.so"'));
    const guard = guardOf(policy);
    const refused = once(policy, "refused");
    rewrite(text);
    expect((await refused)[0]).toMatchObject({ code });
    expect(policy.current.generation).toBe(1);
    guard.openSync(library(path("a.so"))).dispose();
    expect(() => guard.openSync(library(path("b.so")))).toThrow(/allowed_libs/);
  });

  it("keeps the old policy when the file is gone, and takes the next one", async () => {
    await using policy = await live(allowing('"./a.so"'));
    const refused = once(policy, "refused");
    rmSync(path("cofferdam.toml"));
    await refused;
    expect(policy.current.generation).toBe(1);
    const reloaded = once(policy, "reloaded");
    rewrite(allowing('"./b.so"'));
    await reloaded;
    expect(policy.current.generation).toBe(2);
  });

  it("notices a folder on the way that is a link, and leads elsewhere now", async () => {
    for (const [name, patterns] of [
      ["one", '"./a.so"'],
      ["two", '"./b.so"'],
    ] as const) {
      mkdirSync(path(name));
      writeFileSync(path(`${name}/cofferdam.toml`), allowing(patterns));
    }
    symlinkSync("one", path("data"));
    symlinkSync("data/cofferdam.toml", path("cofferdam.toml"));
    await using policy = await watchPolicy(path("cofferdam.toml"));
    await settled();
    const reloaded = once(policy, "reloaded");
    symlinkSync("two", path("next"));
    renameSync(path("next"), path("data"));
    await reloaded;
    expect(policy.current.generation).toBe(2);
  });

  it("looks again when a file was missing that nobody follows, and tells of it once", async () => {
    await using policy = await live(allowing('"./a.so"'));
    const errors: Error[] = [];
    policy.on("refused", (error) => errors.push(error));
    const refused = once(policy, "refused");
    rewrite('extends = "elsewhere/base.toml"\n');
    await refused;
    await policy.reload().catch(() => {});
    await settled();
    mkdirSync(path("elsewhere"));
    const reloaded = once(policy, "reloaded");
    writeFileSync(path("elsewhere/base.toml"), allowing('"./b.so"'));
    await reloaded;
    expect(errors).toHaveLength(1);
  });

  it("does not go back to a policy that was signed before the one that counts", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const trustedKeys = [publicKey.export({ type: "spki", format: "pem" }) as string];
    const name = "cofferdam.toml";
    const signed = (patterns: string, serial: number) => {
      const text = allowing(patterns);
      writeSidecar(path(name), signPolicy(Buffer.from(text), privateKey, { name, serial }));
      return text;
    };
    await using policy = await live(signed('"./a.so"', 5), { trustedKeys });
    rewrite(signed('"./*.so"', 4));
    await expect(policy.reload()).rejects.toMatchObject({ code: "ERR_POLICY_SIGNATURE" });
    rewrite(signed('"./b.so"', 6));
    await policy.reload();
    expect(policy.current.serial).toBe(6);
  });

  it("does nothing when the file is written as it was", async () => {
    await using policy = await live(allowing('"./a.so"'));
    rewrite(allowing('"./a.so"'));
    await policy.reload();
    expect(policy.current.generation).toBe(1);
  });

  it("tells whoever reloads it why it is refused", async () => {
    await using policy = await live(allowing('"./a.so"'));
    rewrite("x");
    await expect(policy.reload()).rejects.toMatchObject({ code: "ERR_POLICY_INVALID" });
  });
});

describe('watchPolicy(path, { onReload: "keep" })', () => {
  it("leaves what is open as it was", async () => {
    await using policy = await live(allowing('"./*.so"'));
    using lib = guardOf(policy).openSync(library(path("a.so")));
    const add = lib.func("int add(int a, int b)");
    rewrite(allowing('"./b.so"'));
    await policy.reload();
    expect(add(2, 3)).toBe(5);
    expect(lib.func("int parse()")()).toBe(1);
  });
});

describe('watchPolicy(path, { onReload: "revoke" })', () => {
  it("refuses calls of what the new policy denies, and nothing else", async () => {
    await using policy = await live(allowing('"./*.so"'), { onReload: "revoke" });
    const guard = guardOf(policy);
    using a = guard.openSync(library(path("a.so")));
    using b = guard.openSync(library(path("b.so")));
    const [addA, addB] = [a, b].map((lib) => lib.func("int add(int a, int b)"));
    rewrite(allowing('"./b.so"'));
    await policy.reload();
    expect(() => addA?.(2, 3)).toThrow(expect.objectContaining({ code: "ERR_POLICY_DENIED" }));
    expect(addB?.(2, 3)).toBe(5);
  });

  it("rejects the promises of asynchronous calls", async () => {
    await using policy = await live(allowing('"./*.so"'), { onReload: "revoke" });
    using lib = guardOf(policy).openSync(library(path("a.so")));
    const { async: add } = lib.func("int add(int a, int b)");
    expect(await add(2, 3)).toBe(5);
    rewrite(allowing('"./b.so"'));
    await policy.reload();
    await expect(add(2, 3)).rejects.toMatchObject({ code: "ERR_POLICY_DENIED" });
  });

  it("refuses memory, symbols and new functions, too", async () => {
    await using policy = await live(allowing('"./*.so"'), { onReload: "revoke" });
    using lib = guardOf(policy).openSync(library(path("a.so")));
    rewrite(allowing('"./b.so"'));
    await policy.reload();
    for (const ask of [
      () => lib.alloc(8),
      () => lib.symbol("number"),
      () => lib.func("int parse()"),
    ]) {
      expect(ask).toThrow(/allowed_libs/);
    }
  });

  it("refuses calls of what has other limits now, until it is opened again", async () => {
    await using policy = await live(allowing('"./*.so"'), { onReload: "revoke" });
    const guard = guardOf(policy);
    using lib = guard.openSync(library(path("a.so")));
    const add = lib.func("int add(int a, int b)");
    rewrite(allowing('"./*.so"', '[stack]\nsize = "128KiB"\n'));
    await policy.reload();
    expect(() => add(2, 3)).toThrow(/open it again/);
    using again = guard.openSync(library(path("a.so")));
    expect(again.func("int add(int a, int b)")(2, 3)).toBe(5);
  });

  it("refuses calls of what another lock has otherwise", async () => {
    await using policy = await live(allowing('"./*.so"'), { onReload: "revoke" });
    using lib = guardOf(policy).openSync(library(path("a.so")));
    const add = lib.func("int add(int a, int b)");
    expect(add(2, 3)).toBe(5);
    writeLock(path("cofferdam.lock"), createLock([], folder));
    await policy.reload();
    expect(() => add(2, 3)).toThrow(/lock/);
  });

  it("lets calls in again when a policy comes back that allows them", async () => {
    const text = allowing('"./*.so"');
    await using policy = await live(text, { onReload: "revoke" });
    using lib = guardOf(policy).openSync(library(path("a.so")));
    const add = lib.func("int add(int a, int b)");
    rewrite(allowing('"./b.so"'));
    await policy.reload();
    expect(() => add(2, 3)).toThrow();
    rewrite(text);
    await policy.reload();
    expect(add(2, 3)).toBe(5);
  });
});
