import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CodeBlock, codeBlocks, markdownFiles, read, root } from "./markdown.ts";

const pages = /^(packages\/[^/]+\/)?README\.md$|^apps\/docs\/guide\//;
const { path: node, missing = "" } = findNode(26);

const nodeArgs = ["--no-warnings"]; // node:ffi is experimental
let folder: string;

beforeAll(() => {
  // inside of the checkout, so that the examples' imports find the packages
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "readme-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(markdownFiles().filter((path) => pages.test(path)))("%s", (path) => {
  const runnable = codeBlocks(read(path)).filter(({ info }) =>
    /^[jt]s runnable( node-26)?$/.test(info),
  );

  it("has an example that runs", () => {
    expect(runnable).not.toEqual([]);
  });

  it.for(runnable)("prints what the example in line $line says", async (block, context) => {
    const newest = block.info.endsWith(" node-26");
    if (newest && node === undefined) context.skip(missing);
    const script = join(folder, `${path.replaceAll("/", "-")}-${block.line}.mjs`);
    writeFileSync(script, asJavaScript(block));
    const child = await runChild(script, newest && node ? { node, nodeArgs } : {});
    const { status, signal, stdout, stderr } = child;
    expect({ status, signal }, stderr).toEqual({ status: 0, signal: null });
    const printed = stdout.split("\n").slice(0, -1);
    expect(printed).toEqual(promised(block).map((line) => expect.stringMatching(asPattern(line))));
  });
});

/** Strips the types, and lowers `using`, which Node understands from 24 on. */
function asJavaScript({ code }: CodeBlock): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/** The lines that the comments of an example promise: "prints 42". */
function promised({ code }: CodeBlock): readonly string[] {
  return [...code.matchAll(/\/\/ prints (.*)$/gm)].map((match) => match[1] as string);
}

/** "…" stands for what differs from machine to machine. */
function asPattern(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`);
}
