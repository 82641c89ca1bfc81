/** One document of a policy: a file, or keys and values in place of one. */
import { realpathSync } from "node:fs";
import { posix } from "node:path";
import { digestOf } from "./files/digest.js";
import { check } from "./schema/check.js";
import { frozen } from "./schema/defaults.js";
import { type Issue, PolicyError } from "./schema/issue.js";
import { placed, unplaced } from "./schema/placed.js";
import { plainValues } from "./schema/plain.js";
import type { PolicyInput, PolicyValues } from "./schema/values.js";
import type { KeyPath } from "./toml/key-text.js";
import { MAX_FILE_BYTES } from "./toml/limits.js";
import { parseToml } from "./toml/parse.js";
import { linesOf, type Place } from "./toml/place.js";
import { lazyPlaces } from "./toml/places.js";
import type { SyntaxProblem } from "./toml/syntax-problem.js";
import { readText } from "./toml/text.js";

export type { KeyPath } from "./toml/key-text.js";
export type { Place } from "./toml/place.js";

/** A policy's text, checked. Frozen, with all that is in it. */
export interface PolicyDocument {
  /** As it was given, for people; `(in code)` where there is none. */
  readonly file: string;
  /** Where its relative paths begin: a real path. */
  readonly folder: string;
  /** Its bytes, as a signature is of them. */
  readonly bytes: Uint8Array;
  /** SHA-256 of its bytes, in hex; in code, of its values as JSON. */
  readonly sha256: string;
  /** The bytes as text; "" in code. */
  readonly text: string;
  /** What is written, and nothing else. */
  readonly given: PolicyValues;
  /**
   * Where a key is written, or an element of a list. null: it is not, or nobody can say. The first question takes as long as
   * parsing does, and ten times again.
   */
  place(path: KeyPath): Place | null;
}

/** The `file` of a document that is none. */
export const IN_CODE = "(in code)";

/** A document, or what is wrong with it: then `extended` is what it extends, if that can be told. */
export type ReadDocument =
  | { readonly document: PolicyDocument }
  | { readonly issues: readonly Issue[]; readonly extended?: string };

/**
 * @param source TOML 1.0 in UTF-8
 * @param file its path, as people are to read it
 * @param folder where its relative paths begin, a real path; default: the file's
 * @throws PolicyError with all problems at once
 */
export function parseDocument(
  source: string | Uint8Array,
  file: string,
  folder: string = folderOf(file),
): PolicyDocument {
  const read = readDocument(source, file, folder);
  if ("issues" in read) throw new PolicyError(read.issues);
  return read.document;
}

/**
 * Keys and values in place of a file, as they would be written there.
 *
 * @throws PolicyError with all problems at once
 */
export function documentFrom(values: PolicyInput, folder: string = process.cwd()): PolicyDocument {
  const { values: plain, problems } = plainValues(values);
  const checked = check(plain, folder);
  const found = [...problems, ...("problems" in checked ? checked.problems : [])];
  if ("problems" in checked || found.length > 0) {
    throw new PolicyError(unplaced(found, IN_CODE));
  }
  const given = frozen(checked.values);
  const bytes = Buffer.from(JSON.stringify(given));
  return documentOf({ file: IN_CODE, folder, bytes, text: "", given, place: () => null });
}

export function readDocument(
  source: string | Uint8Array,
  file: string,
  folder: string,
): ReadDocument {
  if (source.length > MAX_FILE_BYTES) return { issues: [tooLarge(source.length, file)] };
  const read = readText(source);
  const { text } = read;
  if ("problem" in read) return { issues: [syntaxIssue(read.problem, file, text)] };
  const parsed = parseToml(text);
  if ("problem" in parsed) return { issues: [syntaxIssue(parsed.problem, file, text)] };
  const places = lazyPlaces(text);
  const checked = check(parsed.values, folder);
  if ("problems" in checked) {
    const issues = placed(checked.problems, { file, lines: linesOf(text), places });
    const { extends: extended } = parsed.values;
    const isPath = typeof extended === "string" && issues.every(({ key }) => key !== "extends");
    return { issues, ...(isPath && { extended }) };
  }
  const bytes = typeof source === "string" ? Buffer.from(source) : source;
  const given = frozen(checked.values);
  return { document: documentOf({ file, folder, bytes, text, given, place: places.key }) };
}

function documentOf(document: Omit<PolicyDocument, "sha256">): PolicyDocument {
  const sha256 = digestOf(document.bytes);
  return Object.freeze({ ...document, sha256 });
}

function tooLarge(length: number, file: string): Issue {
  const expected = `at most ${MAX_FILE_BYTES} bytes`;
  const message = "this is too much for a policy";
  return { file, place: null, source: null, key: "", message, expected, got: `${length}` };
}

function syntaxIssue(
  { message, expected, place }: SyntaxProblem,
  file: string,
  text: string,
): Issue {
  const source = linesOf(text)[place.line - 1] ?? "";
  return { file, place, source, key: "", message, expected };
}

/** A folder that is not there has no real path; nothing in it has one either. */
function folderOf(file: string): string {
  const folder = posix.dirname(posix.resolve(file));
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
