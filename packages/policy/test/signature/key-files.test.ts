import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateKeyFiles } from "../../src/signature/generate.ts";
import { readPrivateKey } from "../../src/signature/key-file.ts";
import { readSidecar, sidecarPath, writeSidecar } from "../../src/signature/sidecar-file.ts";
import { signPolicy } from "../../src/signature/sign.ts";
import { verifyPolicy } from "../../src/signature/verify.ts";
import { temporaryFolder } from "./folders.ts";
import { newKey } from "./keys.ts";

const policy = Buffer.from("[ffi]\nenabled = true\n");
const name = "cofferdam.toml";
const refused = (problem: string) =>
  expect.objectContaining({ code: "ERR_POLICY_SIGNATURE", problem });

describe("generateKeyFiles(folder, options)", () => {
  it("makes a key that signs, and its public half, which verifies", () => {
    const { privatePath, publicPath, publicKey, keyId } = generateKeyFiles(temporaryFolder());
    const text = signPolicy(policy, readPrivateKey(privatePath), { name });
    for (const trusted of [publicKey, readFileSync(publicPath, "utf8")]) {
      expect(verifyPolicy(policy, text, [trusted], { name })).toEqual({ keyId, serial: 0 });
    }
  });

  it("makes files that openssl reads", () => {
    const { privatePath, publicPath } = generateKeyFiles(temporaryFolder());
    const pem = execFileSync("openssl", ["pkey", "-in", privatePath, "-pubout"]).toString();
    expect(pem).toBe(readFileSync(publicPath, "utf8"));
  });

  it("lets nobody else read the private half, whatever the umask", () => {
    const before = process.umask(0);
    const { privatePath, publicPath } = generateKeyFiles(temporaryFolder());
    process.umask(before);
    expect(statSync(privatePath).mode & 0o777).toBe(0o600);
    expect(statSync(publicPath).mode & 0o777).toBe(0o644);
  });

  it.each(["cofferdam.key", "cofferdam.pub"])(
    "keeps a %s that is there, and writes nothing",
    (file) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, file), "precious");
      expect(() => generateKeyFiles(folder)).toThrow(refused("key"));
      expect(() => generateKeyFiles(folder)).toThrow("EEXIST");
      expect(readFileSync(join(folder, file), "utf8")).toBe("precious");
      expect(readdirSync(folder)).toEqual([file]);
    },
  );

  it("does not write through a link", () => {
    const folder = temporaryFolder();
    symlinkSync(join(folder, "elsewhere"), join(folder, "cofferdam.key"));
    expect(() => generateKeyFiles(folder)).toThrow("EEXIST");
    expect(existsSync(join(folder, "elsewhere"))).toBe(false);
  });

  it("protects the key by a passphrase", () => {
    const { privatePath } = generateKeyFiles(temporaryFolder(), { passphrase: "long enough" });
    expect(readFileSync(privatePath, "utf8")).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    expect(readPrivateKey(privatePath, { passphrase: "long enough" }).type).toBe("private");
    expect(() => readPrivateKey(privatePath)).toThrow(
      "the passphrase of the key to sign with, got none",
    );
    for (const passphrase of ["", "another"]) {
      expect(() => readPrivateKey(privatePath, { passphrase })).toThrow("got another one");
    }
  });

  it("refuses an empty passphrase: it would protect nothing", () => {
    const folder = temporaryFolder();
    expect(() => generateKeyFiles(folder, { passphrase: "" })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE" }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("readPrivateKey(file, options)", () => {
  it.each([0o640, 0o604, 0o660, 0o622])("refuses a key of mode %o, and says what to do", (mode) => {
    const { privatePath } = generateKeyFiles(temporaryFolder());
    chmodSync(privatePath, mode);
    expect(() => readPrivateKey(privatePath)).toThrow(refused("key"));
    expect(() => readPrivateKey(privatePath)).toThrow(`mode ${mode.toString(8)}. \`chmod 600\` it`);
  });

  it.each([
    ["no file", undefined, "ENOENT"],
    ["a text", "nonsense", "a private key as PEM"],
    ["a public key", newKey().publicPem, "a private key as PEM"],
    ["a key of another kind", rsaPem(), "one for rsa"],
    ["more than a key can be", "x".repeat(20_000), "20000 bytes"],
  ])("refuses %s, and shows nothing of it", (_what, content, reason) => {
    const file = join(temporaryFolder(), "x.key");
    if (content !== undefined) writeFileSync(file, content, { mode: 0o600 });
    expect(() => readPrivateKey(file)).toThrow(refused("key"));
    expect(() => readPrivateKey(file)).toThrow(reason);
    if (content !== undefined)
      expect(() => readPrivateKey(file)).not.toThrow(content.slice(30, 60));
  });

  it("refuses what is no file, without waiting for it", () => {
    const folder = temporaryFolder();
    execFileSync("mkfifo", [join(folder, "fifo")]);
    for (const path of [folder, join(folder, "fifo")]) {
      expect(() => readPrivateKey(path)).toThrow("no regular file");
    }
  });
});

describe("signPolicy(bytes, privateKey, options)", () => {
  it("refuses a public key", () => {
    expect(() => signPolicy(policy, createPublicKey(newKey().publicPem), { name })).toThrow(
      "a private key to sign with, got a public one",
    );
  });

  it.each([-1, 1.5, 2 ** 53, Number.NaN])("refuses the serial %d", (serial) => {
    expect(() => signPolicy(policy, newKey().privateKey, { name, serial })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE" }),
    );
  });
});

describe("readSidecar(file)", () => {
  it("reads what writeSidecar wrote, beside the policy", () => {
    const file = join(temporaryFolder(), name);
    const text = signPolicy(policy, newKey().pem, { name });
    writeSidecar(file, text);
    writeSidecar(file, text);
    expect(readSidecar(file)).toBe(text);
    expect(sidecarPath(file)).toBe(`${file}.sig`);
  });

  it("says that there is none", () => {
    const file = join(temporaryFolder(), name);
    expect(() => readSidecar(file)).toThrow(refused("missing"));
    expect(() => readSidecar(file)).toThrow("nothing (ENOENT). Sign the policy: `cofferdam sign`.");
  });

  it.each([
    ["what is too long", Buffer.alloc(5000, 0x61), "5000 bytes"],
    ["what is no text", Buffer.from([0xff]), "no text"],
  ])("refuses %s", (_what, content, reason) => {
    const file = join(temporaryFolder(), name);
    writeFileSync(sidecarPath(file), content);
    expect(() => readSidecar(file)).toThrow(refused("malformed"));
    expect(() => readSidecar(file)).toThrow(reason);
  });

  it("says where it cannot write one", () => {
    expect(() => writeSidecar("/nowhere/cofferdam.toml", "")).toThrow("ENOENT");
  });
});

function rsaPem(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return String(privateKey.export({ type: "pkcs8", format: "pem" }));
}
