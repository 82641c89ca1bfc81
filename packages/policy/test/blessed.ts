/** Files that hold what came out, to be read by people: `COFFERDAM_BLESS=1` writes them anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "vitest";

/** Fails where the file holds something else. */
export function expectBlessed(file: string, text: string): void {
  if (process.env.COFFERDAM_BLESS === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const blessed = existsSync(file) ? readFileSync(file, "utf8") : "";
  expect(text, "re-bless with COFFERDAM_BLESS=1").toBe(blessed);
}

/** JSON as the linter wants it: lists of texts in one line, where that has the room. */
export function jsonText(value: object): string {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  return text.replace(flatList, (lines, key, values, comma) => {
    const line = `${key}[${values.trim().replace(/,\n */g, ", ")}]${comma}`;
    return line.length <= 100 ? line : lines;
  });
}

/** A list that has no lists or objects in it. */
const flatList =
  /^( *"(?:[^"\\]|\\.)+": )\[\n((?: *(?:"(?:[^"\\]|\\.)*"|[\w.+-]+),?\n)+) *\](,?)$/gm;
