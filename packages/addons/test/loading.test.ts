import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { addon } from "@cofferdam/addons";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { afterAll, describe, expect, it } from "vitest";
import { builds, compileAddon, thrownBy } from "./run.ts";

const crimes = compileAddon("crimes.c", ...builds.lazy);
const guard = isolate([signals({ afterFault: "continue" })]);
/** Of Node's own words, of the package's, of the file's. */
const WAY_OUT =
  /^[^\n]+\. (`from: import\.meta\.url` looks|See the error's `cause`|Give a Node-API addon)[^\n]+\.$/;
const crash = expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" });

const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a package into node_modules of the folder; each has an addon of its own. */
function writePackage(name: string, main: string): string {
  const root = join(folder, "node_modules", name);
  mkdirSync(root, { recursive: true });
  copyFileSync(crimes, join(root, "crimes.node"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ name, main: "main.js" }));
  writeFileSync(join(root, "main.js"), main);
  return join(root, "main.js");
}

describe("addon(path)", () => {
  it("opens a file, looked up from the working directory or from where it is told", () => {
    expect(guard.openSync(addon(crimes)).exports.add(1, 2)).toBe(3);
    writePackage("here", "");
    const opened = [folder, pathToFileURL(`${folder}/x.js`), pathToFileURL(`${folder}/x.js`).href]
      .map((from) => guard.openSync(addon("./node_modules/here/crimes.node", { from })))
      .map(({ exports }) => exports.add(1, 2));
    expect(opened).toEqual([3, 3, 3]);
  });

  it("tells the addon the name of its own file", () => {
    expect(guard.openSync(addon(crimes)).exports.file_name()).toBe(pathToFileURL(crimes).href);
  });

  it("opens with await as well", async () => {
    expect((await guard.open(addon(crimes))).exports.add(1, 2)).toBe(3);
  });

  it("refuses an addon that uses V8 directly, and names what it uses", () => {
    const path = compileAddon("uses_v8.c");
    expect(() => guard.openSync(addon(path))).toThrow(
      expect.objectContaining({
        ...{ name: "SetupError", code: "ERR_ADDON_UNSUPPORTED" },
        message: expect.stringContaining("_ZN2v87Isolate10GetCurrentEv"),
      }),
    );
  });

  it("guards an addon that looks Node-API up by name", () => {
    const guest = guard.openSync(addon(compileAddon("looks_up.c"))).exports;
    for (let nth = 0; nth < 10; nth++) expect(guest.crash).toThrow(crash);
  });

  it.each([
    ["that does not exist", () => "./no/such/file.node", /Cannot find the addon/],
    ["that is not an addon", () => compileAddon("nothing.c"), /did not self-register/],
    ["that is not a library", () => written("text.node", "not ELF"), /not a library for x86-64/],
    ["that is empty", () => written("empty.node", ""), /is empty/],
    ["whose header lies", () => written("lies.node", lyingHeader()), /not a library for x86-64/],
  ])("refuses a file %s, in one line with a way out", (_, path, message) => {
    const { code, message: text } = thrownBy(() => guard.openSync(addon(path())));
    expect(code).toBe("ERR_DLOPEN_FAILED");
    expect(text).toMatch(message);
    expect(text).toMatch(WAY_OUT);
  });

  it.each([undefined, null, 1, "", "a\0b"])("refuses %j for a path", (path) => {
    expect(() => addon(path as string)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_TYPE" }),
    );
  });

  it("refuses options that it does not know", () => {
    expect(() => addon(crimes, { form: "x" } as object)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE" }),
    );
  });

  it.each([1, null, new URL("https://example.org/")])("refuses %s for `from`", (from) => {
    expect(() => addon(crimes, { from: from as unknown as string })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_TYPE" }),
    );
  });

  const counter: IsolationLayer = { name: "counter", link: (next) => () => next() };
  it.each([counter, memory()])("refuses a layer that decorates calls: $name", (layer) => {
    expect(thrownBy(() => isolate([signals(), layer]).openSync(addon(crimes)))).toMatchObject({
      code: "ERR_LAYER_UNAVAILABLE",
      message: expect.stringMatching(/addon.* as memory\(\) does.*Leave that layer out\.$/),
    });
  });

  it("keeps what such a layer said for the cause", () => {
    const { cause } = thrownBy(() => isolate([memory()]).openSync(addon(crimes)));
    expect((cause as Error).message).toMatch(/^Cannot lend buffers/);
  });
});

function written(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** An ELF header whose program headers are far behind the end of the file. */
function lyingHeader(): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x7fELF\x02\x01\x01", "latin1");
  header.writeUInt16LE(62, 18); // x86-64
  header.writeBigUInt64LE(0x7fff_ffff_ffff_fff8n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(0xffff, 56);
  return header;
}

describe("addon(package)", () => {
  const open = (name: string) => guard.openSync(addon(name, { from: folder }));

  it("guards what the package loads, and returns what it exports", () => {
    const main = 'exports.native = require("./crimes.node"); exports.own = "JavaScript";';
    const path = writePackage("plain", main);
    const opened = open("plain");
    expect(opened.exports.own).toBe("JavaScript");
    expect(opened.exports.native.write_null).toThrow(crash);
    expect(opened.status().files).toEqual([path.replace("main.js", "crimes.node")]);
  });

  it("is what a later require gets, until it is disposed", () => {
    const path = writePackage("first", 'module.exports = require("./crimes.node");');
    const opened = open("first");
    const require = createRequire(path);
    expect(require("first")).toBe(opened.exports);
    opened.dispose();
    expect(require("first")).not.toBe(opened.exports);
    expect(require("first").add(1, 2)).toBe(3);
  });

  it("leaves alone who has required it before", () => {
    const path = writePackage("second", 'module.exports = require("./crimes.node");');
    const require = createRequire(path);
    const before = require("second");
    const opened = open("second");
    expect(opened.exports).not.toBe(before);
    expect(require("second")).toBe(before);
    expect(opened.exports.write_null).toThrow(crash);
    opened.dispose();
    expect(before.add(1, 2)).toBe(3);
  });

  it("cannot load an ES module once more, and points to its file, which can be opened", () => {
    const load = 'createRequire(import.meta.url)("./crimes.node")';
    const main = `import { createRequire } from "node:module"; export default ${load};`;
    const path = writePackage("es-module", main);
    writeFileSync(path.replace("main.js", "package.json"), '{"type":"module","main":"main.js"}');
    expect(open("es-module").exports.default.write_null).toThrow(crash);
    const error = thrownBy(() => open("es-module"));
    expect(error.code).toBe("ERR_ADDON_NOT_FOUND");
    expect(error.message).toMatch(/got none\. Give the path of its \.node file\.$/);
    expect(open(path.replace("main.js", "crimes.node")).exports.write_null).toThrow(crash);
  });

  it("does not run a module again that is still being loaded", () => {
    const main = 'require("./crimes.node"); exports.loads = ++loads; exports.late = open();';
    const path = writePackage("half-way", main);
    const late = path.replace("main.js", "late.js");
    writeFileSync(late, 'require("./main.js"); module.exports = require("./crimes.node");');
    Object.assign(globalThis, { loads: 0, open: () => guard.openSync(addon(late)).exports });
    const { loads, late: guarded } = createRequire(path)("half-way");
    expect(loads).toBe(1);
    expect(guarded.write_null).toThrow(crash);
  });

  it("tells of a fault in the addon's init, whatever the package makes of it", () => {
    writePackage("swallows", 'try { require("./crimes.node"); } catch {}');
    process.env.CRIMES_INIT = "crash";
    try {
      expect(() => open("swallows")).toThrow(crash);
    } finally {
      delete process.env.CRIMES_INIT;
    }
  });

  it("refuses a package that loads no addon", () => {
    writePackage("pure", "exports.answer = 42;");
    const error = expect.objectContaining({ code: "ERR_ADDON_NOT_FOUND" });
    expect(() => open("pure")).toThrow(error);
  });

  it("says what a package threw while it was loaded", () => {
    writePackage(
      "throws",
      'require("./crimes.node"); throw new Error("in a bad mood.\\n  Today.");',
    );
    expect(thrownBy(() => open("throws"))).toMatchObject({
      code: "ERR_DLOPEN_FAILED",
      message: expect.stringMatching(/: in a bad mood\. See .* `cause` .*\.$/),
      cause: { message: "in a bad mood.\n  Today." },
    });
  });

  it("puts process.dlopen back", () => {
    const before = process.dlopen;
    for (const name of ["plain", "pure", "throws"]) {
      try {
        open(name);
      } catch {}
    }
    expect(process.dlopen).toBe(before);
  });
});
