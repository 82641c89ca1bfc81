import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { grantedFor } from "../../src/modules/host/granted.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "granted-")));
afterAll(() => rmSync(root, { recursive: true }));

function packageAt(path: string, content: object = {}): string {
  const folder = join(root, path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(content));
  return folder;
}

const app = packageAt("app", { dependencies: { a: "1" }, devDependencies: { tool: "1" } });
const a = packageAt("app/node_modules/a", { dependencies: { "@s/b": "1" } });
const b = packageAt("app/node_modules/a/node_modules/@s/b", {
  peerDependencies: { a: "1", c: "1" },
});
const c = packageAt("store/c", { optionalDependencies: { absent: "1" } });
const tool = packageAt("app/node_modules/tool");
symlinkSync(c, join(root, "app/node_modules/c"));
mkdirSync(join(app, "src/plugins"), { recursive: true });
writeFileSync(join(app, "src/plugins/p.mjs"), "");

const from = pathToFileURL(join(app, "src/main.mjs")).href;
const granted = (specifier: string) =>
  grantedFor({ module: "", export: "", args: [specifier, from] });

describe("grantedFor(recipe)", () => {
  it("grants a package, and what it depends on, each where Node finds it", () => {
    expect(granted("a")).toEqual([a, b, c]);
    expect(granted("@s/b")).toEqual([app, a, b, c]); // not to be found from there: the package above
    expect(granted("tool/sub/path.js")).toEqual([tool]);
  });

  it("grants a file its folder, and what its package depends on, not the package", () => {
    const folder = join(app, "src/plugins");
    const expected = [folder, join(app, "package.json"), a, b, c];
    expect(granted("./plugins/p.mjs")).toEqual(expected);
    expect(granted(join(folder, "p.mjs"))).toEqual(expected);
    expect(granted(pathToFileURL(join(folder, "p.mjs")).href)).toEqual(expected);
  });

  it("grants nothing for what Node has itself", () => {
    expect(granted("node:zlib")).toEqual([]);
  });

  it("takes a folder for addons, and the working directory without", () => {
    const recipe = { module: "", export: "", args: ["a", { from: app }] };
    expect(grantedFor(recipe)).toEqual([a, b, c]);
    expect(grantedFor({ ...recipe, args: ["node:fs", {}] })).toEqual([]);
  });
});
