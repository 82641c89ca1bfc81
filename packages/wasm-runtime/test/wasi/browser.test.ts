import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../../src/wasi/", import.meta.url));

/** Every specifier that a file and what it imports of ours import. */
function importsOf(file: string, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(file)) return seen;
  const text = readFileSync(file, "utf8");
  const specifiers = [...text.matchAll(/\bfrom "([^"]+)"/g)].map(([, specifier = ""]) => specifier);
  seen.set(file, specifiers);
  for (const specifier of specifiers.filter((s) => s.startsWith("."))) {
    importsOf(join(dirname(file), specifier.replace(/\.js$/, ".ts")), seen);
  }
  return seen;
}

describe("wasi/index.ts", () => {
  it("needs nothing of Node's, so that it runs in a page", () => {
    const imports = [...importsOf(join(source, "index.ts")).values()].flat();
    expect(new Set(imports.filter((specifier) => !specifier.startsWith(".")))).toEqual(
      new Set(["@cofferdam/core"]),
    );
  });
});
