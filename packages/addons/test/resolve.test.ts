import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { afterAll, describe, expect, it } from "vitest";
import { compileAddon, thrownBy } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
afterAll(() => rmSync(folder, { recursive: true }));

const open = (specifier: string, from?: string) =>
  isolate([]).openSync(addon(specifier, from === undefined ? {} : { from }));

describe("addon(specifier, { from }), when it is opened,", () => {
  it.each([undefined, folder, pathToFileURL(folder).href])(
    "says in one line from where it looked, and how to look from elsewhere: %s",
    (from) => {
      const error = thrownBy(() => open("no-such-package", from));
      expect(error.code).toBe("ERR_DLOPEN_FAILED");
      expect(error.message).toBe(
        `Cannot find the addon no-such-package from ${from ?? process.cwd()}: ` +
          "Cannot find module 'no-such-package'. " +
          "`from: import.meta.url` looks from the calling module; the default is the working directory.",
      );
      expect(error.cause).toMatchObject({ code: "MODULE_NOT_FOUND" });
    },
  );

  it.each(["fs", "node:fs", "node:test"])("refuses %s: it is a part of Node", (specifier) => {
    const error = thrownBy(() => open(specifier));
    expect(error.code).toBe("ERR_ADDON_NOT_FOUND");
    expect(error.message).toMatch(/^Expected a \.node file .* part of Node itself\. [^\n]+\.$/);
  });

  it("points to the .node file of a package that has nothing for require, and opens that", () => {
    const root = join(folder, "node_modules/only-imported");
    mkdirSync(root, { recursive: true });
    const exports = { import: "./index.js" };
    writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module", exports }));
    copyFileSync(compileAddon("crimes.c"), join(root, "crimes.node"));
    const error = thrownBy(() => open("only-imported", folder));
    expect(error.code).toBe("ERR_DLOPEN_FAILED");
    expect(error.message).toMatch(/ES modules only\. Give the path of its \.node file\.$/);
    expect(open("./node_modules/only-imported/crimes.node", folder).exports.add(1, 2)).toBe(3);
  });
});
