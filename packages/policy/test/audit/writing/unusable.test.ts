import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../../src/audit/audit-log.ts";
import { MAX_LINE_BYTES } from "../../../src/audit/limits.ts";
import { entry, namesBeside, newFile } from "../logs.ts";

const unavailable = expect.objectContaining({ code: "ERR_AUDIT_UNAVAILABLE" });

describe("openAuditLog({ file })", () => {
  const cases: readonly [string, (file: string) => void][] = [
    ["a folder", mkdirSync],
    ["a FIFO", (file) => void execFileSync("mkfifo", [file])],
    [
      "a link to a file",
      (file) => {
        writeFileSync(`${file}.target`, "");
        symlinkSync(`${file}.target`, file);
      },
    ],
    ["a link to nothing", (file) => symlinkSync(`${file}.nowhere`, file)],
    ["a device", (file) => symlinkSync("/dev/full", file)],
    [
      "a file that others may write",
      (file) => {
        writeFileSync(file, "");
        chmodSync(file, 0o606);
      },
    ],
    [
      "a text that is no log",
      (file) => writeFileSync(file, "127.0.0.1 localhost\n", { mode: 0o600 }),
    ],
    ["a text without a newline", (file) => writeFileSync(file, "secret", { mode: 0o600 })],
    [
      "JSON lines that are no log",
      (file) => writeFileSync(file, '{"time":"now"}\n', { mode: 0o600 }),
    ],
    [
      "more than a line at the end",
      (file) => writeFileSync(file, `{"time":"${"x".repeat(MAX_LINE_BYTES)}`, { mode: 0o600 }),
    ],
    [
      "megabytes without a newline",
      (file) => writeFileSync(file, "x".repeat(3 * MAX_LINE_BYTES), { mode: 0o600 }),
    ],
  ];

  it.each(cases)("refuses %s, and leaves everything as it was", (_, make) => {
    const file = newFile();
    make(file);
    const before = namesBeside(file);
    expect(() => openAuditLog({ file })).toThrow(unavailable);
    expect(() => openAuditLog({ file })).toThrow(file); // it says the same again: nothing is left behind
    expect(namesBeside(file)).toEqual(before);
  });

  it.each(["/dev/full", "/dev/null"])("refuses %s", (file) => {
    expect(() => openAuditLog({ file })).toThrow(unavailable);
  });

  it("refuses a folder that is not there, and says what to do", () => {
    const file = join(newFile(), "audit.jsonl");
    expect(() => openAuditLog({ file })).toThrow("Make the folder");
  });

  it("does not change what it refuses", () => {
    const file = newFile();
    const text = '{"name":"a package"}';
    writeFileSync(file, text, { mode: 0o600 });
    expect(() => openAuditLog({ file })).toThrow(unavailable);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("takes an empty file", () => {
    const file = newFile();
    writeFileSync(file, "", { mode: 0o600 });
    using log = openAuditLog({ file });
    expect(log.record(entry())).toMatch(/-1$/);
  });
});
