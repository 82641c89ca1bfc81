import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentFrom, IN_CODE, type PolicyDocument, parseDocument } from "../src/document.ts";
import { PolicyError } from "../src/schema/issue.ts";
import type { PolicyInput } from "../src/schema/values.ts";
import { MAX_FILE_BYTES, MAX_SHOWN_ISSUES } from "../src/toml/limits.ts";
import { written } from "./schema/arbitrary.ts";

/** What is thrown, which has to be this error. */
function errorOf(make: () => unknown): PolicyError {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return error as PolicyError;
  }
  return expect.unreachable("nothing was thrown");
}

const text = `extends = "./base.toml"
[ffi]
enabled = true
call_timeout = "5s"
[ffi.sandbox.process]
read = ["./data", "/usr"]
[wasm.modules."a.wasm"]
imports = ["env.log", "env.*"]
`;

describe("parseDocument(source, file, folder)", () => {
  const document = parseDocument(text, "conf/cofferdam.toml", "/srv/app");

  it("has what is written, normalised, and nothing else", () => {
    expect(document.given).toEqual({
      extends: "/srv/app/base.toml",
      ffi: {
        enabled: true,
        call_timeout: 5000,
        sandbox: { process: { read: ["/srv/app/data", "/usr"] } },
      },
      wasm: { modules: { "a.wasm": { imports: ["env.log", "env.*"] } } },
    });
  });

  it("knows the line of each key, of each element of a list, and of none that is not there", () => {
    const line = (...path: readonly (string | number)[]) => document.place(path)?.line;
    expect(line("extends")).toBe(1);
    expect(line("ffi")).toBe(2);
    expect(line("ffi", "call_timeout")).toBe(4);
    expect(line("ffi", "sandbox", "process", "read", 1)).toBe(6);
    expect(document.place(["wasm", "modules", "a.wasm", "imports", 1])).toEqual({
      line: 8,
      column: 23,
      length: 7,
    });
    expect(document.place(["ffi", "helper"])).toBeNull();
  });

  it("keeps the file's name, its folder, its bytes and their digest", () => {
    const bytes = Buffer.from(`\u{FEFF}${text}`);
    const read = parseDocument(bytes, "x.toml", "/srv");
    expect(read).toMatchObject({ file: "x.toml", folder: "/srv", text, bytes });
    expect(read.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("reads the same of a file from Windows", () => {
    const windows = parseDocument(`\u{FEFF}${text.replaceAll("\n", "\r\n")}`, "x.toml", "/srv/app");
    expect(windows.given).toEqual(document.given);
    expect(windows.place(["wasm", "modules", "a.wasm", "imports", 1])).toEqual(
      document.place(["wasm", "modules", "a.wasm", "imports", 1]),
    );
  });

  it("begins relative paths at the file's folder where no other is given", () => {
    const { folder, given } = parseDocument('audit.file = "log"', "/no/such/folder/x.toml");
    expect(folder).toBe("/no/such/folder");
    expect(given.audit?.file).toBe("/no/such/folder/log");
    expect(parseDocument("", "x.toml").folder).toBe(process.cwd());
  });

  it("is frozen, with all that is in it", () => {
    expectFrozen(document.given);
    expect(Object.isFrozen(document)).toBe(true);
  });

  it("throws one error with all problems, each with its key, its place and its line", () => {
    const wrong = "[ffi]\nenabld = true\n[stack]\n  size = 5 # small\n";
    const error = errorOf(() => parseDocument(wrong, "x.toml", "/"));
    expect(error).toMatchObject({ name: "PolicyError", code: "ERR_POLICY_INVALID" });
    expect(error.issues).toMatchObject([
      {
        file: "x.toml",
        place: { line: 2, column: 1, length: 6 },
        source: "enabld = true",
        key: "ffi.enabld",
        nearest: "enabled",
      },
      {
        file: "x.toml",
        place: { line: 4, column: 10, length: 1 },
        source: "  size = 5 # small",
        key: "stack.size",
        got: "5 (number)",
      },
    ]);
    expect(error.issues.every(Object.isFrozen)).toBe(true);
    expect(error.message.match(/^x\.toml:\d+:\d+: /gm)).toHaveLength(2);
  });

  it("has all problems, and spells out no more than anybody reads", () => {
    const wrong = Array.from({ length: 5000 }, (_, index) => `k${index} = 1`).join("\n");
    const { issues, message } = errorOf(() => parseDocument(wrong, "x.toml", "/"));
    expect(issues).toHaveLength(5000);
    expect(message.split("\n").length).toBe(3 * MAX_SHOWN_ISSUES + 1);
    expect(message).toMatch(/and 4900 more problems$/);
  });

  it("takes no more tables in a list than may be held against one another", () => {
    const tables = (count: number) =>
      Array.from({ length: count }, (_, index) => `{ guest = "/d${index}", host = "d" }`).join(
        ", ",
      );
    const document = (count: number) =>
      parseDocument(`wasm.modules.a.dirs = [${tables(count)}]`, "x.toml", "/");
    expect(document(1000).given.wasm?.modules?.a?.dirs).toHaveLength(1000);
    expect(errorOf(() => document(1001)).issues).toMatchObject([
      { expected: "at most 1000 tables" },
    ]);
  });

  it("does not begin to read what is larger than any policy", () => {
    const { issues } = errorOf(() => parseDocument("#".repeat(MAX_FILE_BYTES + 1), "x.toml", "/"));
    expect(issues).toMatchObject([{ place: null, expected: `at most ${MAX_FILE_BYTES} bytes` }]);
    expect(parseDocument("#".repeat(MAX_FILE_BYTES), "x.toml", "/").given).toEqual({});
  });

  it("names the key where the line cannot be told", () => {
    const wrong = `ffi.helper = "${"x".repeat(500_000)}"`;
    const { issues, message } = errorOf(() => parseDocument(wrong, "x.toml", "/"));
    expect(issues).toMatchObject([{ place: null, source: null, key: "ffi.helper" }]);
    expect(message).toMatch(/^x\.toml: wrong value of `ffi\.helper`: expected a path, got "x+…"/);
  });
});

describe("documentFrom(values, folder)", () => {
  it("is as the same values in a file would be, without places", () => {
    const values = {
      ffi: { call_timeout: "5s", helper: "./h", sandbox: { memory_limit: "1MiB" } },
    } satisfies PolicyInput;
    const document = documentFrom(values, "/srv");
    const file = parseDocument(
      '[ffi]\ncall_timeout = "5s"\nhelper = "./h"\nsandbox.memory_limit = "1MiB"',
      "x.toml",
      "/srv",
    );
    expect(document.given).toEqual(file.given);
    expect(document).toMatchObject({ file: IN_CODE, folder: "/srv", text: "" });
    expect(document.place(["ffi"])).toBeNull();
    expectFrozen(document.given);
  });

  it("leaves out what is undefined, and keeps its own copy", () => {
    const read = ["/a"];
    const values = { ffi: { enabled: undefined, sandbox: { process: { read } } }, wasm: undefined };
    const { given } = documentFrom(values);
    read.push("/");
    expect(given).toEqual({ ffi: { sandbox: { process: { read: ["/a"] } } } });
    expect(Object.keys(given)).toEqual(["ffi"]);
  });

  it("has the same digest for the same values only", () => {
    const one = documentFrom({ ffi: { call_timeout: 1000 } });
    expect(documentFrom({ ffi: { call_timeout: "1s" } }).sha256).toBe(one.sha256);
    expect(documentFrom({ ffi: { call_timeout: 1001 } }).sha256).not.toBe(one.sha256);
  });

  const cyclic: Record<string, unknown> = {};
  for (const name of "abcdefghij") cyclic[name] = cyclic;
  it.each([
    [
      "an unknown key",
      { ffi: { enabeld: true } },
      /^\(in code\): unknown key `ffi\.enabeld`: .*`enabled`\?$/,
    ],
    ["a function", { ffi: { enabled: () => true } }, /expected true or false, got a function/],
    ["null", { ffi: null }, /expected a table, got null/],
    ["a bigint", { stack: { size: 10n } }, /got 10 \(bigint\)/],
    ["an object of a class", { ffi: new Map() }, /`ffi`: expected a table/],
    ["no object at all", "ffi", /expected a table, got "ffi"/],
    ["itself", cyclic, /nested too deep/],
    [
      "a name that changes the prototype",
      JSON.parse('{"modules":{"__proto__":{"network":true}}}'),
      /cannot be used/,
    ],
    [
      "the name of a constructor",
      { modules: { constructor: { network: true } } },
      /cannot be used/,
    ],
  ])("finds %s", (_what, values, message) => {
    expect(errorOf(() => documentFrom(values as PolicyInput)).message).toMatch(message);
  });

  it("gives of any values that may be written a document that says the same again", () => {
    let read = 0;
    fc.assert(
      fc.property(written, (values) => {
        let document: PolicyDocument;
        try {
          document = documentFrom(values, "/folder");
        } catch (error) {
          // keys may be at odds with one another
          expect((error as PolicyError).message).not.toMatch(/unknown key|wrong value|missing/);
          return;
        }
        read++;
        expectFrozen(document.given);
        expect(documentFrom(document.given, "/elsewhere").given).toEqual(document.given);
      }),
      { numRuns: 300 },
    );
    expect(read).toBeGreaterThan(30);
  });
});

function expectFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  expect(Object.isFrozen(value)).toBe(true);
  for (const inner of Object.values(value)) expectFrozen(inner);
}
