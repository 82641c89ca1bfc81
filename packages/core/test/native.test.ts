import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isSupported, loadNative, nativeFile, probe } from "@cofferdam/core";
import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules/", import.meta.url));

/** The published packages as npm lays them out, without a binary for this machine. */
function installWithoutBinaries(): string {
  const root = mkdtempSync(join(tmpdir(), "cofferdam-"));
  for (const name of ["core", "ffi", "signals", "stack"]) {
    const to = join(root, "node_modules/@cofferdam", name);
    mkdirSync(to, { recursive: true });
    for (const part of ["dist", "package.json"]) {
      cpSync(join(packages, name, part), join(to, part), { recursive: true });
    }
  }
  for (const name of ["koffi", "@koromix"]) {
    symlinkSync(join(modules, name), join(root, "node_modules", name));
  }
  cpSync(
    fileURLToPath(new URL("fixtures/unsupported.mjs", import.meta.url)),
    join(root, "app.mjs"),
  );
  return root;
}

describe("a platform without our native code", () => {
  it("can import everything, is told by isSupported(), and cannot use it", async () => {
    const root = installWithoutBinaries();
    const child = await runChild(join(root, "app.mjs"));
    rmSync(root, { recursive: true });
    expect(child.stderr).toBe("");
    expect(child.report()).toEqual({
      supported: false,
      reason: expect.stringContaining("cofferdam has no gate.node that runs on"),
      errors: Array(3).fill(["UnsupportedPlatformError", "ERR_UNSUPPORTED_PLATFORM"]),
    });
  });
});

describe("loadNative(packageRoot, file)", () => {
  it("says what it looked for and what is prebuilt", () => {
    const root = new URL("file:///nowhere/package/");
    expect(() => loadNative(root, "thing.node")).toThrow(
      /no thing\.node that runs on .*\/nowhere\/package\/build\/Release\/thing\.node.*prebuilds.*Prebuilt: linux-x64/s,
    );
  });
});

describe("nativeFile(packageRoot, file)", () => {
  it("is where loadNative finds the file, or undefined", () => {
    const core = new URL("../", import.meta.url);
    const path = nativeFile(core, "gate.node");
    expect(path).toBe(fileURLToPath(new URL("build/Release/gate.node", core)));
    expect(nativeFile(core, "nothing")).toBeUndefined();
  });
});

describe("isSupported()", () => {
  it("is true here, and probe() says for which platform", () => {
    expect(isSupported()).toBe(true);
    expect(probe()).toEqual({
      supported: true,
      details: { platform: expect.stringMatching(/^linux-/) },
    });
  });
});
