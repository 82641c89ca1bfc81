import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isolate } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { processHelper, type RemoteLibraryStatus } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { beforeAll, describe, expect, it } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import { policyOf, temporaryFolder } from "../policies.ts";

const guest = compileGuest(new URL("guests/files.c", import.meta.url));
const factories = { processHelper, signals, stack };
let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
  copyFileSync(guest, path("one.so"));
  copyFileSync(guest, path("two.so"));
  writeFileSync(path("data"), "words");
});

const path = (name: string) => join(folder, name);
const enabled = '[ffi]\nenabled = true\n[ffi.sandbox]\nallowed_libs = ["./*.so"]\n';

async function guardOf(text: string) {
  return isolate((await policyOf(enabled + text, folder)).layers(factories));
}

/** Its first byte, or minus errno. */
function firstByte(lib: Library, name: string): number {
  return lib.func("int first_byte(const char *path)")(path(name)) as number;
}

describe("a library under policy.layers({ processHelper, signals, stack })", () => {
  it("is called in a helper, with the policy's limits", async () => {
    const guard = await guardOf(
      'memory_limit = "1MiB"\n[ffi.sandbox.process]\nmemory = "300MiB"\n',
    );
    expect(guard.layers).toEqual(["policy", "process-helper", "signals", "stack"]);
    using lib = await guard.open(library(path("one.so")));
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
    const { helper } = lib.status() as RemoteLibraryStatus;
    expect(helper.limits).toMatchObject({ memoryLimit: 2 ** 20, timeout: 3000 });
    expect(helper.loadedLibs).toEqual([path("one.so")]);
  });

  it("is refused by the rule's line", async () => {
    const guard = await guardOf("");
    await expect(guard.open(library("libm.so.6"))).rejects.toMatchObject({
      code: "ERR_DLOPEN_FAILED",
      rule: { key: "ffi.sandbox.allowed_libs", line: 4 },
    });
  });

  it("reads what its own manifest grants, and another library does not", async () => {
    const guard = await guardOf('[ffi.libraries."one.so"]\nread = ["./data"]\n');
    using one = await guard.open(library(path("one.so")));
    expect(firstByte(one, "data")).toBe("w".charCodeAt(0));
    using two = await guard.open(library(path("two.so")));
    expect(firstByte(two, "data")).toBeLessThan(0);
  });

  it("reads what all may, and writes nothing of it", async () => {
    const guard = await guardOf('[ffi.sandbox.process]\nread = ["./data"]\n');
    using one = await guard.open(library(path("one.so")));
    expect(firstByte(one, "data")).toBe("w".charCodeAt(0));
    expect(() => one.func("int overwrite(const char *path)")(path("data"))).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_VIOLATION" }),
    );
  });

  it("is ended when its time is up", async () => {
    const guard = await guardOf("call_timeout = 200\n");
    using one = await guard.open(library(path("one.so")));
    expect(() => one.func("void hang()")()).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" }),
    );
  });

  it("is given the variables of the host that are named, and no others", async () => {
    process.env.COFFERDAM_NAMED = "here";
    process.env.COFFERDAM_OTHER = "there";
    const guard = await guardOf('[ffi.sandbox.process]\nenv = ["COFFERDAM_NAMED"]\n');
    using one = await guard.open(library(path("one.so")));
    const get = one.func("const char *variable(const char *name)");
    expect([get("COFFERDAM_NAMED"), get("COFFERDAM_OTHER")]).toEqual(["here", null]);
  });
});
