import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signPolicy } from "../../src/signature/sign.ts";
import type { SignatureError } from "../../src/signature/signature-error.ts";
import { verifyPolicy } from "../../src/signature/verify.ts";
import { newKey } from "./keys.ts";

const policy = Buffer.from("[ffi]\nenabled = true\n");
const name = "cofferdam.toml";
const key = newKey();
const trusted = [key.publicRaw];
const sidecar = signPolicy(policy, key.privateKey, { name, serial: 12 });

function problemOf(
  bytes: Uint8Array,
  text: string,
  {
    keys = trusted,
    ...options
  }: { keys?: readonly string[]; name?: string; minSerial?: number } = {},
): SignatureError {
  try {
    verifyPolicy(bytes, text, keys, { name, ...options });
  } catch (error) {
    if ((error as SignatureError).code === "ERR_POLICY_SIGNATURE") return error as SignatureError;
    throw error;
  }
  throw new Error("no problem");
}

describe("verifyPolicy(bytes, sidecar, trustedKeys, options)", () => {
  it("tells by whom a policy was signed, and how new it is", () => {
    const keyId = /^key: (\S+)$/m.exec(sidecar)?.[1];
    expect(verifyPolicy(policy, sidecar, trusted, { name })).toEqual({ keyId, serial: 12 });
  });

  it("takes what signPolicy makes, of any bytes, whatever the name and the serial", () => {
    const names = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((text) => /^[^\p{Cc}\p{Cs}/]+$/u.test(text));
    const serials = fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER));
    fc.assert(
      fc.property(fc.uint8Array(), names, serials, (bytes, name, serial) => {
        const text = signPolicy(bytes, key.pem, { name, serial });
        expect(verifyPolicy(bytes, text, [key.publicPem], { name })).toMatchObject({ serial });
      }),
    );
  });

  it("refuses a policy when any bit of it is another", () => {
    for (let bit = 0; bit < policy.length * 8; bit++) {
      expect(problemOf(flipped(policy, bit), sidecar).problem).toBe("wrong");
    }
  });

  it("refuses a sidecar when any bit of it is another", () => {
    const bytes = Buffer.from(sidecar);
    const problems = new Set<string>();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      problems.add(problemOf(policy, flipped(bytes, bit).toString("latin1")).problem);
    }
    expect([...problems].sort()).toEqual(["malformed", "untrusted", "wrong"]);
  });

  it("refuses a policy that is longer or shorter", () => {
    expect(problemOf(Buffer.concat([policy, Buffer.from("\n")]), sidecar).problem).toBe("wrong");
    expect(problemOf(policy.subarray(1), sidecar).problem).toBe("wrong");
    expect(problemOf(Buffer.alloc(0), sidecar).problem).toBe("wrong");
  });

  it("refuses the signature of somebody who is not trusted", () => {
    const other = newKey();
    const { problem, message } = problemOf(policy, signPolicy(policy, other.pem, { name }));
    expect(problem).toBe("untrusted");
    expect(message).toContain("got one by ");
  });

  it("does not take a key's word for that it is another one", () => {
    const other = newKey();
    const theirs = signPolicy(policy, other.pem, { name, serial: 12 });
    const posing = theirs.replace(/^key: .*$/m, /^key: .*$/m.exec(sidecar)?.[0] as string);
    expect(problemOf(policy, posing).problem).toBe("wrong");
  });

  it("takes the signature of any of the keys that are trusted", () => {
    const keys = [newKey().publicPem, key.publicPem, newKey().publicRaw];
    expect(verifyPolicy(policy, sidecar, keys, { name }).serial).toBe(12);
  });

  it("refuses a policy that was signed under another name", () => {
    const { problem, message } = problemOf(policy, sidecar, { name: "dev.toml" });
    expect(problem).toBe("misnamed");
    expect(message).toContain('"dev.toml"');
  });

  it("refuses a policy that is older than the lowest serial", () => {
    expect(verifyPolicy(policy, sidecar, trusted, { name, minSerial: 12 }).serial).toBe(12);
    expect(problemOf(policy, sidecar, { minSerial: 13 }).problem).toBe("old");
  });

  it("says that it is the bytes that are wrong, before it says that they are old or misnamed", () => {
    const other = Buffer.from("other");
    expect(problemOf(other, sidecar, { minSerial: 13, name: "x" }).problem).toBe("wrong");
  });

  it("refuses a signature of the same bytes that was made for something else", () => {
    const bare = sign(null, policy, key.privateKey).toString("base64");
    expect(problemOf(policy, sidecar.replace(/signature: .*/, `signature: ${bare}`)).problem).toBe(
      "wrong",
    );
  });

  it("refuses a line that moves between the sidecar and the policy", () => {
    const signed = signPolicy(Buffer.from("a"), key.pem, { name: "x" });
    expect(problemOf(Buffer.from("\0a"), signed, { name: "x" }).problem).toBe("wrong");
  });

  it.each([
    ["no trusted keys", [], "1 to 100 keys"],
    ["more than are taken", Array(101).fill(key.publicRaw), "1 to 100 keys"],
    ["a key that is none", ["nonsense"], "neither PEM"],
    ["a private key", [key.pem], "keep that secret"],
    ["a key for something else", [otherKind("rsa")], "one for rsa"],
    ["a key for exchanges", [otherKind("x25519")], "one for x25519"],
    ["a placeholder of zeros", [Buffer.alloc(32).toString("base64")], "everybody can sign with"],
    ["two keys in one text", [key.publicPem + newKey().publicPem], "neither PEM"],
    ["bits that say nothing", [key.publicRaw.replace(/.=$/, "B=")], "neither PEM"],
  ])("refuses %s, and shows none", (_what, keys, reason) => {
    const verify = () => verifyPolicy(policy, sidecar, keys, { name });
    expect(verify).toThrow(expect.objectContaining({ code: "ERR_OPTION_RANGE" }));
    expect(verify).toThrow(reason);
    for (const text of keys) expect(verify).not.toThrow(text.split("\n")[1] ?? text);
  });

  it.each([
    [{ name: "" }, "ERR_OPTION_RANGE"],
    [{ name: "a/b.toml" }, "ERR_OPTION_RANGE"],
    [{ name: "a\nserial: 9" }, "ERR_OPTION_RANGE"],
    [{ name: "x".repeat(256) }, "ERR_OPTION_RANGE"],
    [{ name: "\ud800" }, "ERR_OPTION_RANGE"],
    [{ name: 3 }, "ERR_OPTION_TYPE"],
    [{ name, minSerial: -1 }, "ERR_OPTION_RANGE"],
    [{ name, minSerial: 1.5 }, "ERR_OPTION_RANGE"],
    [{ name, minSerial: "3" }, "ERR_OPTION_TYPE"],
  ])("refuses the options %j", (options, code) => {
    const verify = () => verifyPolicy(policy, sidecar, trusted, options as never);
    expect(verify).toThrow(expect.objectContaining({ code }));
  });
});

describe("a key of small order", () => {
  /** The neutral point, whose signature of all messages is itself and zero. */
  const neutral = Buffer.alloc(32, 1).fill(0, 1);
  const forged = sidecar
    .replace(/^key: .*$/m, "key: 01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5")
    .replace(
      /^signature: .*$/m,
      `signature: ${Buffer.concat([neutral, Buffer.alloc(32)]).toString("base64")}`,
    );

  it("would take a constant for the signature of any policy, and is refused", () => {
    expect(() => verifyPolicy(policy, forged, [neutral.toString("base64")], { name })).toThrow(
      "everybody can sign with",
    );
  });
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = bit >> 3;
  copy[at] = (copy[at] as number) ^ (1 << (bit & 7));
  return copy;
}

function otherKind(kind: "rsa" | "x25519"): string {
  const { publicKey } =
    kind === "rsa" ? generateKeyPairSync(kind, { modulusLength: 2048 }) : generateKeyPairSync(kind);
  return String(publicKey.export({ type: "spki", format: "pem" }));
}
