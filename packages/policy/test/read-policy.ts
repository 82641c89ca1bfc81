import { expect } from "vitest";
import { type PolicyDocument, parseDocument } from "../src/document.ts";
import { type Issue, PolicyError } from "../src/schema/issue.ts";
import { linesOf } from "../src/toml/place.ts";

/** Nothing but a document, or an error with issues, whose places are those of the bytes. */
export function readPolicy(bytes: Uint8Array): PolicyDocument | readonly Issue[] {
  try {
    return parseDocument(bytes, "x.toml", "/folder");
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const lines = linesOf(new TextDecoder().decode(bytes));
    expect(error.issues.length).toBeGreaterThan(0);
    for (const issue of error.issues) expectInside(issue, lines);
    expect(error.message.replace(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    return error.issues;
  }
}

function expectInside({ place, source, file, expected }: Issue, lines: readonly string[]): void {
  expect(file).toBe("x.toml");
  expect(expected).not.toMatch(/Invalid input|undefined/);
  expect(source).toBe(place === null ? null : lines[place.line - 1]);
  if (place === null) return;
  const width = [...(source as string)].length;
  expect(place.column).toBeGreaterThanOrEqual(1);
  expect(place.column).toBeLessThanOrEqual(width + 1);
  expect(place.length).toBeGreaterThanOrEqual(1);
  expect(place.column + place.length).toBeLessThanOrEqual(Math.max(width, place.column) + 1);
}
