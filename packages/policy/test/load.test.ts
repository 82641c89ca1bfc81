import { execFileSync } from "node:child_process";
import { appendFileSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { loadDocuments } from "../src/load.ts";
import { PolicyError } from "../src/schema/issue.ts";
import { MAX_DOCUMENTS, MAX_FILE_BYTES, SETTLE_MS } from "../src/toml/limits.ts";
import { policyFile, temporaryFolder } from "./policies.ts";

/** Writes files into a new folder. @returns it */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function errorOf(path: string): Promise<PolicyError> {
  const error = await loadDocuments(path).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(PolicyError);
  return error as PolicyError;
}

describe("loadDocuments(path)", () => {
  it("reads the file, then what it extends, the base last", async () => {
    const folder = folderOf({
      "app/cofferdam.toml": 'extends = "../base/team.toml"\nffi.enabled = true',
      "base/team.toml": 'extends = "company.toml"\n[ffi.sandbox.process]\nread = ["./x"]',
      "base/company.toml": "[stack]",
    });
    const documents = await loadDocuments(`${folder}/app/cofferdam.toml`);
    expect(documents.map(({ file }) => file)).toEqual([
      `${folder}/app/cofferdam.toml`,
      `${folder}/base/team.toml`,
      `${folder}/base/company.toml`,
    ]);
    expect(documents[1]?.given.ffi?.sandbox?.process?.read).toEqual([`${folder}/base/x`]);
  });

  it("names files as they were given: relative to the working directory", async () => {
    const folder = folderOf({
      "app/cofferdam.toml": 'extends = "../base.toml"',
      "base.toml": "",
    });
    const from = relative(process.cwd(), folder);
    const documents = await loadDocuments(`${from}/app/cofferdam.toml`);
    expect(documents.map(({ file }) => file)).toEqual([
      `${from}/app/cofferdam.toml`,
      `${from}/base.toml`,
    ]);
  });

  it("begins relative paths at the real folder, whatever link led there", async () => {
    const folder = folderOf({
      "real/policy.toml": 'audit.file = "log"\nextends = "base.toml"',
      "real/base.toml": "",
    });
    symlinkSync(`${folder}/real`, `${folder}/link`);
    const [document] = await loadDocuments(`${folder}/link/policy.toml`);
    expect(document).toMatchObject({
      folder: `${folder}/real`,
      given: { audit: { file: `${folder}/real/log` } },
    });
  });

  it("tells the problems of all files at once", async () => {
    const folder = folderOf({
      "a.toml": 'nonsense = 1\nextends = "b.toml"',
      "b.toml": 'stack.size = "small"\nextends = "c.toml"',
      "c.toml": "[ffi",
    });
    const { issues } = await errorOf(`${folder}/a.toml`);
    expect(issues.map(({ file, key }) => [relative(folder, file), key])).toEqual([
      ["a.toml", "nonsense"],
      ["b.toml", "stack.size"],
      ["c.toml", ""],
    ]);
  });

  it("says what is wrong with the file itself without a place", async () => {
    const error = await errorOf("no/such.toml");
    expect(error.message).toBe(
      "no/such.toml: cannot read no/such.toml: expected a policy of at most 1048576 bytes, got nothing: there is no such file",
    );
    expect(error.issues).toMatchObject([{ place: null, source: null, key: "" }]);
  });

  it.each([
    ["a file that is not there", "no.toml", "there is no such file"],
    ["a folder", ".", "no regular file"],
    ["itself", "a.toml", "a.toml, which extends this one"],
    ["a file below a file", "a.toml/b.toml", "part of the path is no folder"],
    ["a device", "/dev/zero", "no regular file"],
  ])("shows the line that extends %s", async (_what, extended, got) => {
    const folder = folderOf({ "a.toml": `# first\nextends = "${extended}"\n` });
    const { message, issues } = await errorOf(`${folder}/a.toml`);
    expect(issues).toMatchObject([{ key: "extends", place: { line: 2, column: 11 } }]);
    expect(message).toContain(got);
    expect(message).toContain(`\n  2 | extends = "${extended}"\n    |           ^^^`);
  });

  it("finds a cycle, also through links of both kinds", async () => {
    const folder = folderOf({ "a.toml": 'extends = "b.toml"', "b.toml": 'extends = "c.toml"' });
    symlinkSync("d.toml", `${folder}/c.toml`);
    linkSync(`${folder}/a.toml`, `${folder}/d.toml`);
    const { issues } = await errorOf(`${folder}/a.toml`);
    expect(issues).toMatchObject([{ file: `${folder}/b.toml`, key: "extends" }]);
    expect(issues[0]?.got).toContain("a.toml, which extends this one");
  });

  it("reads so many files and no more", async () => {
    const chain = (length: number) =>
      folderOf(
        Object.fromEntries(
          Array.from({ length }, (_, index) => [
            `${index}.toml`,
            index + 1 < length ? `extends = "${index + 1}.toml"` : "",
          ]),
        ),
      );
    expect(await loadDocuments(`${chain(MAX_DOCUMENTS)}/0.toml`)).toHaveLength(MAX_DOCUMENTS);
    const { message } = await errorOf(`${chain(MAX_DOCUMENTS + 1)}/0.toml`);
    expect(message).toContain(`one more than ${MAX_DOCUMENTS} files`);
  });

  it("reads a file of the largest size, and none that is larger", async () => {
    const folder = folderOf({
      "most.toml": `#${"x".repeat(MAX_FILE_BYTES - 1)}`,
      "more.toml": `#${"x".repeat(MAX_FILE_BYTES)}`,
    });
    await expect(loadDocuments(`${folder}/most.toml`)).resolves.toHaveLength(1);
    expect((await errorOf(`${folder}/more.toml`)).message).toContain(
      `got ${MAX_FILE_BYTES + 1} bytes`,
    );
  });

  it("waits for no FIFO, and takes no socket for a file", async () => {
    const folder = temporaryFolder();
    execFileSync("mkfifo", [`${folder}/fifo.toml`]);
    expect((await errorOf(`${folder}/fifo.toml`)).message).toContain("no regular file");
    const server = createServer().listen(`${folder}/socket.toml`);
    await setTimeout(10);
    await errorOf(`${folder}/socket.toml`);
    server.close();
  });

  it("waits for what somebody is writing, and takes nothing half written", async () => {
    const path = policyFile('extends = "base.toml"\n[ffi]\n');
    writeFileSync(join(path, "../base.toml"), "");
    const loading = loadDocuments(path);
    for (const line of ["enabled = false\n", "call_timeout = 5\n", "[stack]\n"]) {
      await setTimeout(SETTLE_MS / 4);
      appendFileSync(path, line);
    }
    const [document] = await loading;
    expect(document?.given).toMatchObject({ ffi: { enabled: false, call_timeout: 5 }, stack: {} });
  });

  it("gives up on a file that never rests", async () => {
    const path = policyFile("");
    const writing = setInterval(() => appendFileSync(path, "#\n"), SETTLE_MS / 4);
    const { message } = await errorOf(path);
    clearInterval(writing);
    expect(message).toContain("got one that changes while it is read");
  });
});
