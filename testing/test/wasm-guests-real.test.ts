/** Real WebAssembly programs on V8 as it is, with node:wasi: or what the layers make of them would prove nothing. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI, type WASIOptions } from "node:wasi";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildWasmGuests } from "../wasm/build.mjs";
import { type Command, commands } from "../wasm/commands.mjs";
import { wasmPath } from "../wasm/paths.mjs";
import { queries } from "../wasm/real/queries.mjs";
import { type QuickJs, quickJsHost, quickJsPath, startQuickJs } from "../wasm/real/quickjs.mjs";
import { scripts } from "../wasm/real/scripts.mjs";
import { type Sqlite, startSqlite } from "../wasm/real/sqlite.mjs";

// biome-ignore lint/suspicious/noExplicitAny: whatever a module exports
type Exports = Record<string, any>;
type Options = Omit<WASIOptions, "version">;

/** More than the slowest compiler takes on a busy machine. */
const BUILD_MS = 600_000;

let folder: string;

beforeAll(buildWasmGuests, BUILD_MS);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cofferdam-wasm-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("command.wasm", () => {
  for (const command of commands) {
    it(command.title, () => {
      const { exitCode, stdout, stderr } = runCommand(command);
      expect({ exitCode, stdout }).toEqual({ exitCode: command.exitCode, stdout: command.stdout });
      expect(stderr).toContain(command.stderr ?? "");
      if (!command.stderr) expect(stderr).toBe("");
    });
  }
});

describe("quickjs.wasm", () => {
  let quickJs: QuickJs;
  beforeEach(() => {
    const wasi = makeWasi({});
    const module = new WebAssembly.Module(readFileSync(quickJsPath));
    const imports = { ...wasi.getImportObject(), env: quickJsHost() } as WebAssembly.Imports;
    quickJs = startQuickJs(initialize(wasi, new WebAssembly.Instance(module, imports)));
  });

  it.each([
    ["1 + 2", "3"],
    ["[3, 1, 2].sort().map((x) => x * x)", "1,4,9"],
    [
      "JSON.stringify({ a: ['ü', { b: 2n ** 64n + '' }] })",
      '{"a":["ü",{"b":"18446744073709551616"}]}',
    ],
    ["class A { #x = 1; get x() { return this.#x } }; new A().x", "1"],
    ["/(\\d+)-(\\d+)/.exec('from 10-20')[2]", "20"],
  ])("evaluates %s", (code, value) => {
    expect(quickJs.evaluate(code)).toBe(value);
  });

  it.each(scripts)("runs a script that $title ($name)", ({ code, value }) => {
    expect(quickJs.evaluate(code)).toBe(value);
  });

  it("keeps globals, and runs the jobs that a script leaves", () => {
    quickJs.evaluate("let kept = 0; Promise.resolve(7).then((x) => { kept = x })");
    expect(quickJs.evaluate("kept")).toBe("7");
  });

  it("throws what the script throws, and goes on", () => {
    expect(() => quickJs.evaluate("throw new TypeError('no')")).toThrow("TypeError: no");
    expect(() => quickJs.evaluate("what is this")).toThrow("SyntaxError");
    expect(quickJs.evaluate("6 * 7")).toBe("42");
  });

  it("ends endless recursion inside", () => {
    expect(() => quickJs.evaluate("(function f() { f() })()")).toThrow(
      /^RangeError|^InternalError/,
    );
    expect(quickJs.evaluate("6 * 7")).toBe("42");
  });
});

describe("sqlite.wasm", () => {
  let exports: Exports;
  let sqlite: Sqlite;
  beforeEach(() => {
    exports = open({ preopens: { "/data": folder } });
    sqlite = startSqlite(exports);
  });

  it("runs SQL in memory", () => {
    sqlite.run(
      "CREATE TABLE words(word, length); INSERT INTO words VALUES ('ü', 1), ('two', NULL)",
    );
    expect(sqlite.run("SELECT * FROM words ORDER BY word")).toBe("two|NULL\nü|1\n");
    expect(sqlite.run("DELETE FROM words; SELECT count(*) FROM words")).toBe("0\n");
  });

  it("computes", () => {
    const numbers =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000)";
    expect(sqlite.run(`${numbers} SELECT sum(x), avg(x) FROM n`)).toBe("500500|500.5\n");
  });

  it("gives the rows of queries that do all kinds of work", () => {
    for (const { title, sql, rows } of queries) expect(sqlite.run(sql), title).toBe(rows);
  });

  it("runs what stdin says", () => {
    writeFileSync(join(folder, "stdin"), "SELECT 40 + 2, 'x'; SELEC");
    const streams = [openSync(join(folder, "stdin"), "r"), openSync(join(folder, "stdout"), "w")];
    const [stdin, stdout] = streams as [number, number];
    expect(open({ stdin, stdout, stderr: stdout }).shell()).toBe(1);
    streams.forEach(closeSync);
    expect(readFileSync(join(folder, "stdout"), "utf8")).toContain("syntax error");
  });

  it("tells what is wrong with a statement, and goes on", () => {
    expect(() => sqlite.run("SELEC 1")).toThrow('near "SELEC": syntax error');
    expect(sqlite.run("SELECT 1")).toBe("1\n");
  });

  it("keeps a database in a file of a folder it is given", () => {
    const first = startSqlite(exports, "/data/test.db");
    first.run("CREATE TABLE t(a); BEGIN; INSERT INTO t VALUES (1), (2); COMMIT");
    first.run("BEGIN; INSERT INTO t VALUES (3); ROLLBACK");
    first.close();
    expect(readdirSync(folder)).toEqual(["test.db"]);
    expect(startSqlite(exports, "/data/test.db").run("SELECT sum(a) FROM t")).toBe("3\n");
  });

  it("opens no file elsewhere", () => {
    expect(() => startSqlite(exports, "/etc/other.db")).toThrow("code 14");
  });
});

function open(options: Options): Exports {
  const wasi = makeWasi(options);
  const module = new WebAssembly.Module(readFileSync(wasmPath("sqlite")));
  const imports = wasi.getImportObject() as WebAssembly.Imports;
  return initialize(wasi, new WebAssembly.Instance(module, imports));
}

/** `_initialize` may be called once only, and node:wasi does. */
function initialize(wasi: WASI, instance: WebAssembly.Instance): Exports {
  wasi.initialize(instance);
  const { _initialize, ...exports } = instance.exports;
  return exports;
}

function makeWasi(options: Options): WASI {
  return new WASI({ version: "preview1", args: ["guest"], returnOnExit: true, ...options });
}

function runCommand({ args, env, stdin = "", files }: Command) {
  const inside = mkdtempSync(join(folder, "data-"));
  for (const [name, text] of Object.entries(files ?? {})) writeFileSync(join(inside, name), text);
  writeFileSync(join(folder, "stdin"), stdin);
  const streams = {
    stdin: openSync(join(folder, "stdin"), "r"),
    stdout: openSync(join(folder, "stdout"), "w"),
    stderr: openSync(join(folder, "stderr"), "w"),
  };
  const preopens = files ? { "/data": inside } : {};
  const wasi = makeWasi({ args: [...args], env: { ...env }, preopens, ...streams });
  const module = new WebAssembly.Module(readFileSync(wasmPath("command")));
  const imports = wasi.getImportObject() as WebAssembly.Imports;
  const exitCode = wasi.start(new WebAssembly.Instance(module, imports));
  for (const stream of Object.values(streams)) closeSync(stream);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { exitCode, stdout: read("stdout"), stderr: read("stderr") };
}
