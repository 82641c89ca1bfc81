import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { markdownFiles, proseOf, read, root } from "./markdown.ts";

const files = markdownFiles().filter((path) => posix.basename(path) !== "CHANGELOG.md");

describe.each(files)("%s", (path) => {
  const links = [...proseOf(read(path)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] as string)
    .filter((link) => !/^[a-z]+:/.test(link));

  it("links to files that exist", () => {
    const missing = links.filter((link) => !existsSync(root + fileOf(path, link)));
    expect(missing).toEqual([]);
  });

  it("links to headings that exist", () => {
    const missing = links.filter((link) => {
      const anchor = link.split("#")[1];
      const file = fileOf(path, link);
      if (anchor === undefined || !file.endsWith(".md") || !existsSync(root + file)) return false;
      return !anchorsOf(read(file)).has(anchor);
    });
    expect(missing).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  it("names source files that exist", () => {
    const named = [...read("ARCHITECTURE.md").matchAll(/`([\w.-]+\/[\w./-]+\.\w+)`/g)].map(
      (match) => match[1] as string,
    );
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !existsSync(root + name))).toEqual([]);
  });
});

/** The linked file, relative to the root. */
function fileOf(path: string, link: string): string {
  const [file] = link.split("#");
  return file === "" ? path : posix.join(posix.dirname(path), file as string);
}

/** The headings' anchors, as GitHub makes them. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#{1,6} (.*)$/gm)].map((match) => match[1] as string);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
