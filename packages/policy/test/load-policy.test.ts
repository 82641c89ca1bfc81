import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { beforeEach, describe, expect, it } from "vitest";
import { compileGuest } from "../../../testing/compile.ts";
import { loadPolicy } from "../src/load-policy.ts";
import { createLock } from "../src/lock/create-lock.ts";
import { writeLock } from "../src/lock/write-lock.ts";
import { writeSidecar } from "../src/signature/sidecar-file.ts";
import { signPolicy } from "../src/signature/sign.ts";
import { policyFile, temporaryFolder } from "./policies.ts";

const guest = compileGuest(new URL("layers/guests/library.c", import.meta.url));
const other = compileGuest(new URL("layers/guests/other.c", import.meta.url));
const text = '[ffi]\nenabled = true\ncall_timeout = 0\n[ffi.sandbox]\nallowed_libs = ["./*.so"]\n';
const stacks = [{ signals, stack }, { processHelper }];
let folder: string;
let file: string;
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = temporaryFolder();
  file = policyFile(text, folder);
  copyFileSync(guest, path("a.so"));
});

describe.each(stacks.map((factories) => [Object.keys(factories).join(" + "), factories] as const))(
  "a lock beside the policy, with %s",
  (_name, factories) => {
    const open = async () =>
      isolate((await loadPolicy(file)).layers(factories)).openSync(library(path("a.so")));
    const lock = () => {
      const made = createLock([{ kind: "library", path: path("a.so") }], folder);
      writeLock(path("cofferdam.lock"), made);
    };

    it("lets what is as it was be loaded", async () => {
      lock();
      using lib = await open();
      expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
    });

    it("refuses what has changed, with a diff", async () => {
      lock();
      copyFileSync(other, path("a.so"));
      await expect(open()).rejects.toMatchObject({
        code: "ERR_POLICY_LOCK",
        problem: "drift",
        message: expect.stringContaining("parse_all"),
      });
    });

    it("refuses what it does not have", async () => {
      writeLock(path("cofferdam.lock"), createLock([], folder));
      await expect(open()).rejects.toMatchObject({ code: "ERR_POLICY_LOCK", problem: "unlisted" });
    });
  },
);

describe("a lock that the policy names", () => {
  it("has to be there", async () => {
    writeFileSync(file, `lock = "named.lock"\n${text}`);
    await expect(loadPolicy(file)).rejects.toMatchObject({
      code: "ERR_POLICY_LOCK",
      problem: "lock",
    });
  });
});

describe("loadPolicy(path, { trustedKeys })", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const trustedKeys = [publicKey.export({ type: "spki", format: "pem" }) as string];
  const sign = (of = file, serial = 1) =>
    writeSidecar(of, signPolicy(readFileSync(of), privateKey, { name: "cofferdam.toml", serial }));

  it("takes what was signed with one of them", async () => {
    sign();
    expect((await loadPolicy(file, { trustedKeys })).documents).toHaveLength(1);
  });

  it.each([
    ["is not signed", () => rmSync(`${file}.sig`, { force: true })],
    [
      "was changed since",
      () => {
        sign();
        writeFileSync(file, `${text}\n`);
      },
    ],
  ])("refuses a policy that %s", async (_what, prepare) => {
    prepare();
    await expect(loadPolicy(file, { trustedKeys })).rejects.toMatchObject({
      code: "ERR_POLICY_SIGNATURE",
    });
  });

  it("refuses an older policy that was put back", async () => {
    sign(file, 3);
    const old = { trustedKeys, minSerial: 4 };
    await expect(loadPolicy(file, old)).rejects.toMatchObject({ code: "ERR_POLICY_SIGNATURE" });
  });

  it("needs no signature of a policy that only narrows a signed one", async () => {
    sign();
    const narrow = policyFile(
      'extends = "cofferdam.toml"\n[ffi]\nenabled = false\n',
      folder,
      "narrow.toml",
    );
    const policy = await loadPolicy(narrow, { trustedKeys });
    expect(policy.documents).toHaveLength(2);
  });

  it("takes an empty list for no key at all", async () => {
    sign();
    await expect(loadPolicy(file, { trustedKeys: [] })).rejects.toThrow(/trustedKeys/);
  });
});
