/** The project's Markdown, read from the working tree. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

export interface CodeBlock {
  /** What follows the opening fence: "js runnable". */
  readonly info: string;
  readonly code: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
}

/** Paths, relative to the root, of every Markdown file that git knows or would add. */
export function markdownFiles(): readonly string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8" });
  return listed.split("\n").filter((path) => path !== "" && existsSync(root + path));
}

export function read(path: string): string {
  return readFileSync(root + path, "utf8");
}

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    info: (match[1] as string).trim(),
    code: match[2] as string,
    line: markdown.slice(0, match.index).split("\n").length,
  }));
}

/** The text without its code: blocks and spans are emptied, lines stay where they are. */
export function proseOf(markdown: string): string {
  const blank = (text: string) => text.replaceAll(/[^\n]/g, " ");
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, blank).replaceAll(/`[^`\n]+`/g, blank);
}
