import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { beforeAll, describe, expect, it } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import { loadPolicy } from "../../src/load-policy.ts";
import { policyFile, policyOf, temporaryFolder } from "../policies.ts";

const guest = compileGuest(new URL("guests/library.c", import.meta.url));
const other = compileGuest(new URL("guests/other.c", import.meta.url));
const factories = { signals, deadline, stack };
let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
  copyFileSync(guest, join(folder, "library.so"));
  copyFileSync(other, join(folder, "other.so"));
});

const path = (name: string) => join(folder, name);
const enabled = "[ffi]\nenabled = true\n";
const sandbox = (lines: string) => `${enabled}[ffi.sandbox]\n${lines}\n`;

async function guardOf(text: string, ...inner: readonly IsolationLayer[]) {
  const policy = await policyOf(text, folder);
  return isolate([...policy.layers(factories), ...inner]);
}

const descriptors = () => readdirSync("/proc/self/fd").length;

describe("a library under policy.layers({ signals, deadline, stack })", () => {
  it("is loaded when a pattern matches its real path, and called", async () => {
    const guard = await guardOf(sandbox('allowed_libs = ["./*.so"]'));
    using lib = guard.openSync(library(path("library.so")));
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
    expect(lib.status().target).toBe(path("library.so"));
  });

  it("is refused with the rule's line when no pattern matches", async () => {
    const guard = await guardOf(sandbox('allowed_libs = ["./other.so"]'));
    expect(() => guard.openSync(library(path("library.so")))).toThrow(
      expect.objectContaining({
        code: "ERR_DLOPEN_FAILED",
        rule: { key: "ffi.sandbox.allowed_libs", file: expect.any(String), line: 4 },
        message: expect.stringContaining(`allowed_libs = [ "${path("library.so")}" ]`),
      }),
    );
  });

  it("is refused while ffi is not enabled", async () => {
    const guard = await guardOf('[ffi]\nenabled = false\n[ffi.sandbox]\nallowed_libs = ["/**"]');
    expect(() => guard.openSync(library(path("library.so")))).toThrow(
      expect.objectContaining({
        code: "ERR_DLOPEN_FAILED",
        rule: expect.objectContaining({ key: "ffi.enabled" }),
      }),
    );
  });

  it("is judged by what a link leads to, not by the link", async () => {
    symlinkSync(path("other.so"), path("link.so"));
    const byLink = await guardOf(sandbox('allowed_libs = ["./link.so"]'));
    expect(() => byLink.openSync(library(path("link.so")))).toThrow(
      expect.objectContaining({ code: "ERR_DLOPEN_FAILED" }),
    );
    const byTarget = await guardOf(sandbox('allowed_libs = ["./other.so"]'));
    using lib = byTarget.openSync(library(path("link.so")));
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(-1);
  });

  it("is the file that was looked at, though another one takes its place meanwhile", async () => {
    copyFileSync(guest, path("swapped.so"));
    const swap: IsolationLayer = {
      name: "swap",
      open(_opening, next) {
        copyFileSync(other, path("swapped.new"));
        renameSync(path("swapped.new"), path("swapped.so"));
        return next();
      },
    };
    const guard = await guardOf(sandbox('allowed_libs = ["./swapped.so"]'), swap);
    using lib = guard.openSync(library(path("swapped.so")));
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
  });

  it("counts files that are loaded, until they are disposed", async () => {
    const guard = await guardOf(sandbox('allowed_libs = ["./*.so"]\nmax_loaded_libs = 1'));
    const lib = guard.openSync(library(path("library.so")));
    using again = guard.openSync(library(path("library.so"))); // the same file
    expect(again.func("int parse()")()).toBe(1);
    expect(() => guard.openSync(library(path("other.so")))).toThrow(
      expect.objectContaining({
        rule: expect.objectContaining({ key: "ffi.sandbox.max_loaded_libs" }),
      }),
    );
    lib.dispose();
    again.dispose();
    guard.openSync(library(path("other.so"))).dispose();
  });

  it("links what its manifest lists, and nothing else", async () => {
    const guard = await guardOf(
      `${sandbox('allowed_libs = ["./*.so"]')}[ffi.libraries."./library.so"]\nsymbols = ["parse*"]\n`,
    );
    using lib = guard.openSync(library(path("library.so")));
    expect(lib.func("int parse_all()")()).toBe(2);
    for (const ask of [() => lib.func("int add(int a, int b)"), () => lib.symbol("number")]) {
      expect(ask).toThrow(
        expect.objectContaining({
          code: "ERR_POLICY_DENIED",
          rule: expect.objectContaining({ key: 'ffi.libraries."./library.so".symbols', line: 6 }),
        }),
      );
    }
  });

  it("is refused when two manifests are of it, by a link and by its path", async () => {
    symlinkSync(path("library.so"), path("second.so"));
    const guard = await guardOf(
      `${sandbox('allowed_libs = ["./*.so"]')}[ffi.libraries."library.so"]\n[ffi.libraries."second.so"]\nsymbols = []\n`,
    );
    expect(() => guard.openSync(library(path("library.so")))).toThrow(
      expect.objectContaining({
        code: "ERR_POLICY_INVALID",
        message: expect.stringMatching(/"library\.so" and .*"second\.so", which lead to the same/),
      }),
    );
  });

  it("is one of two of the same name, each with what it holds and may", async () => {
    const guard = await guardOf(
      `${sandbox('allowed_libs = ["./*.so"]\nmemory_limit = 64')}[ffi.libraries."./library.so"]\nsymbols = ["parse*"]\n`,
    );
    const first = guard.openSync(library(path("library.so")));
    using second = guard.openSync(library(path("library.so")));
    first.alloc(64);
    second.alloc(64);
    first.dispose();
    expect(() => second.alloc(1)).toThrow(expect.objectContaining({ code: "ERR_MEMORY_LIMIT" }));
    expect(() => second.func("int add(int a, int b)")).toThrow(/symbols/);
    expect(second.func("int parse()")()).toBe(1);
  });

  it("has the manifest of a link that leads to it", async () => {
    symlinkSync(path("library.so"), path("by-link.so"));
    const guard = await guardOf(
      `${sandbox('allowed_libs = ["./*.so"]')}[ffi.libraries."./by-link.so"]\nsymbols = ["parse*"]\n`,
    );
    using lib = guard.openSync(library(path("by-link.so")));
    expect(() => lib.func("int add(int a, int b)")).toThrow(
      expect.objectContaining({ code: "ERR_POLICY_DENIED" }),
    );
  });

  it("holds as much memory as it may, and more when some was freed", async () => {
    const guard = await guardOf(sandbox('allowed_libs = ["./*.so"]\nmemory_limit = "1KiB"'));
    using lib = guard.openSync(library(path("library.so")));
    const memory = lib.alloc(1000);
    expect(() => lib.alloc(100)).toThrow(expect.objectContaining({ code: "ERR_MEMORY_LIMIT" }));
    lib.free(memory);
    expect(lib.alloc(1024)).toHaveLength(1024);
  });

  it("is loaded with the digest that is pinned, and refused with another", async () => {
    const { createHash } = await import("node:crypto");
    const { readFileSync } = await import("node:fs");
    const digest = createHash("sha256").update(readFileSync(guest)).digest("hex");
    const pinned = (sha256: string) =>
      guardOf(
        `${sandbox('allowed_libs = ["./*.so"]')}[ffi.libraries."library.so"]\nsha256 = "${sha256}"\n`,
      );
    (await pinned(digest)).openSync(library(path("library.so"))).dispose();
    const guard = await pinned("0".repeat(64));
    expect(() => guard.openSync(library(path("library.so")))).toThrow(
      expect.objectContaining({
        code: "ERR_DLOPEN_FAILED",
        message: expect.stringContaining(digest),
      }),
    );
  });

  it("is ended by the deadline that the policy has", async () => {
    const guard = await guardOf(
      `[ffi]\nenabled = true\ncall_timeout = "50ms"\n[ffi.sandbox]\nallowed_libs = ["/**"]`,
    );
    using libc = guard.openSync(library("libc.so.6"));
    expect(() => libc.func("unsigned int sleep(unsigned int seconds)")(30)).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" }),
    );
  });

  it("is reopened", async () => {
    const guard = await guardOf(sandbox('allowed_libs = ["./*.so"]'));
    using lib = guard.openSync(library(path("library.so")));
    const add = lib.func("int add(int a, int b)");
    expect(() => lib.func("int crash()")()).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }),
    );
    expect(() => add(1, 2)).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }));
    lib.reopen();
    expect(add(1, 2)).toBe(3);
  });

  it("leaves no descriptor behind, refused or not", async () => {
    const guard = await guardOf(sandbox('allowed_libs = ["./library.so"]'));
    guard.openSync(library(path("library.so"))).dispose();
    const before = descriptors();
    for (let turn = 0; turn < 20; turn++) {
      guard.openSync(library(path("library.so"))).dispose();
      expect(() => guard.openSync(library(path("other.so")))).toThrow();
      expect(() => guard.openSync(library("/no/such/library.so"))).toThrow();
    }
    expect(descriptors()).toBe(before);
  });

  it("is found by its name where the system keeps libraries, unless those are blocked", async () => {
    const open = await guardOf(sandbox('allowed_libs = ["/**"]'));
    open.openSync(library("libm.so.6")).dispose();
    const blocked = await guardOf(sandbox('allowed_libs = ["/**"]\nblock_system_libs = true'));
    expect(() => blocked.openSync(library("libm.so.6"))).toThrow(
      expect.objectContaining({
        rule: expect.objectContaining({ key: "ffi.sandbox.block_system_libs", line: 5 }),
      }),
    );
    blocked.openSync(library(path("library.so"))).dispose();
  });
});

describe("a target of another kind", () => {
  it("is refused where no policy can say anything about it", async () => {
    const guard = await guardOf(sandbox('allowed_libs = ["/**"]'));
    const target = { kind: "quantum", name: "cat", load: () => ({}) };
    expect(() => guard.openSync(target)).toThrow(
      expect.objectContaining({ code: "ERR_POLICY_DENIED" }),
    );
  });
});

describe("unsafe_audit_only", () => {
  it("has everything done that is denied", async () => {
    const guard = await guardOf('unsafe_audit_only = "learning"\n');
    using lib = guard.openSync(library(path("library.so")));
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
  });

  it("says what is wrong with a file that is no library", async () => {
    const guard = await guardOf('unsafe_audit_only = "learning"\n');
    expect(() => guard.openSync(library("/etc/passwd"))).toThrow(
      expect.objectContaining({ code: "ERR_DLOPEN_FAILED" }),
    );
  });

  it("of a document that narrows does not lift what the base limits", async () => {
    policyFile(sandbox('allowed_libs = ["./*.so"]\nmax_loaded_libs = 1'), folder, "base.toml");
    const lax = 'extends = "base.toml"\nunsafe_audit_only = "learning"\n[ffi]\nenabled = false\n';
    const guard = isolate(
      (await loadPolicy(policyFile(lax, folder, "lax.toml"))).layers(factories),
    );
    using _lib = guard.openSync(library(path("library.so")));
    expect(() => guard.openSync(library(path("other.so")))).toThrow(/max_loaded_libs/);
  });

  it("of a base does not lift what a document denies that extends it", async () => {
    policyFile('unsafe_audit_only = "learning"\n', folder, "base.toml");
    const file = policyFile(
      'extends = "base.toml"\n[ffi]\nenabled = false\n',
      folder,
      "narrow.toml",
    );
    const guard = isolate((await loadPolicy(file)).layers(factories));
    expect(() => guard.openSync(library(path("library.so")))).toThrow(
      expect.objectContaining({ rule: expect.objectContaining({ key: "ffi.enabled", line: 3 }) }),
    );
  });
});

it("is tested on a machine with /proc", () => {
  expect(existsSync("/proc/self/fd")).toBe(true);
  rmSync(path("link.so"), { force: true });
});
