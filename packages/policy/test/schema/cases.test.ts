import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseDocument } from "../../src/document.ts";
import { PolicyError } from "../../src/schema/issue.ts";
import { keyRows } from "../../src/schema/lookup.ts";
import { expectBlessed, jsonText } from "../blessed.ts";

const folder = fileURLToPath(new URL("../../cases/", import.meta.url));
const names = readdirSync(folder).flatMap((file) => /^(.+)\.toml$/.exec(file)?.[1] ?? []);

/** What it comes to, and what that is kept as. */
function outcome(name: string): { readonly kind: "json" | "txt"; readonly text: string } {
  try {
    const { given } = parseDocument(
      readFileSync(`${folder}${name}.toml`),
      `${name}.toml`,
      "/policy",
    );
    return { kind: "json", text: jsonText(given) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { kind: "txt", text: `${error.message}\n` };
  }
}

describe("parseDocument(text, file)", () => {
  it.each(names)("makes of cases/%s.toml what was blessed", (name) => {
    const { kind, text } = outcome(name);
    expectBlessed(`${folder}${name}.${kind}`, text);
  });

  it("has a case for every key", () => {
    const { given } = parseDocument(readFileSync(`${folder}every-key.toml`), "every-key.toml");
    const missing = keyRows().filter(({ path }) => !isIn(given, path));
    expect(missing.map(({ path }) => path.join("."))).toEqual([]);
  });
});

describe("cases", () => {
  it("have one outcome each, and none is left of a case that is gone", () => {
    const files = readdirSync(folder).sort();
    const expected = names.flatMap((name) => [`${name}.toml`, `${name}.${outcome(name).kind}`]);
    expect(files).toEqual(expected.sort());
  });
});

/** `*` and elements of lists: any of them. */
function isIn(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value !== undefined;
  if (Array.isArray(value)) return value.some((each) => isIn(each, [name, ...rest]));
  if (typeof value !== "object" || value === null) return false;
  if (name === "*") return Object.values(value).some((each) => isIn(each, rest));
  return Object.hasOwn(value, name) && isIn((value as Record<string, unknown>)[name], rest);
}
