import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isolate } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { module, type ProcessHelperOptions, processHelper } from "@cofferdam/process-helper";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { ffiHelperPath } from "../../src/socket-paths.js";
import { temporaryFolder } from "./helper.ts";

const path = compileGuest(new URL("guests/library.c", import.meta.url));
const folder = temporaryFolder();
const log = join(folder, "log");

/** A program of somebody's own: a shell script that becomes the helper of this package. */
function program(name: string, ...lines: readonly string[]): string {
  const file = join(folder, name);
  const built = ffiHelperPath.replace("/src/", "/dist/");
  const becomes = `exec ${process.execPath} ${built} "$@"`;
  writeFileSync(file, ["#!/bin/sh", ...lines, becomes].join("\n"));
  chmodSync(file, 0o755);
  return file;
}

function open(options: ProcessHelperOptions): Library & Disposable {
  return isolate([processHelper({ spare: 0, ...options })]).openSync(library(path));
}

const refused = (code: string, message: string | RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("processHelper({ program })", () => {
  it("starts that program as the helper, which is given a socket and the rules for libraries", () => {
    const own = program("own", `echo "$0 $*" >${log}`);
    const libraries = {
      allowedLibs: ["/**"],
      narrowedBy: [["/tmp/**", "/*/**"]],
      maxLoadedLibs: 3,
    };
    using lib = open({ program: own, libraries, memoryLimit: 4096 });
    expect(lib.func("int add(int a, int b)")(1, 2)).toBe(3);
    expect(lib.status()).toMatchObject({ helper: { transport: "socket", confinement: [] } });
    expect(readFileSync(log, "utf8")).toBe(
      `${own} --fd 3 --allowed-libs=/** --narrowed-by=["/tmp/**","/*/**"] --max-loaded-libs 3 --memory-limit 4096\n`,
    );
  });

  it("has the rules hold there", () => {
    const libraries = { allowedLibs: ["/**"], narrowedBy: [["/elsewhere/*"]] };
    expect(() => open({ program: program("strict"), libraries })).toThrow(
      refused("ERR_DLOPEN_FAILED", /`allowed_libs` \(\/elsewhere\/\*\)/),
    );
  });

  it("gives it a clean environment, or the host's where it is not to be confined", () => {
    const own = program("env", `env >${log}`);
    process.env.COFFERDAM_TEST = "seen";
    open({ program: own }).dispose();
    expect(readFileSync(log, "utf8")).not.toContain("COFFERDAM_TEST");
    open({ program: own, confinement: false }).dispose();
    expect(readFileSync(log, "utf8")).toContain("COFFERDAM_TEST=seen");
  });

  it("takes no digests, which a program of one's own might not look at; none at all are none", () => {
    const own = program("digests");
    open({ program: own, libraries: { sha256: {} } }).dispose();
    expect(() => open({ program: own, libraries: { sha256: { [path]: "0".repeat(64) } } })).toThrow(
      refused("ERR_OPTION_RANGE", "sha256"),
    );
  });

  it.each([
    ["is not there", () => join(folder, "none"), /ENOENT/],
    ["cannot be executed", () => fileURLToPath(import.meta.url), /EACCES/],
    ["ends at once", () => program("ends", "echo no thanks; exit 3"), /no thanks/],
  ])("says why there is no helper where the program %s", (_what, file, reason) => {
    expect(() => open({ program: file() })).toThrow(refused("ERR_HELPER_UNAVAILABLE", reason));
  });

  it("is started again when it died", () => {
    using lib = open({ program: program("mortal") });
    const crash = lib.func("void crash()");
    expect(() => crash()).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_EXIT" }));
    expect(lib.func("int add(int a, int b)")(2, 2)).toBe(4);
  });

  it("is not for modules", async () => {
    const guard = isolate([processHelper({ program: program("modules") })]);
    const target = module("../modules/guests/honest.mjs", { from: import.meta.url });
    await expect(guard.open(target)).rejects.toThrow(
      expect.objectContaining({ code: "ERR_LAYER_NOT_PORTABLE" }),
    );
  });
});
