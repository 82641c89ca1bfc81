/** A policy's files: the one that was asked for, what that one extends, and so on. */
import { realpath } from "node:fs/promises";
import { posix } from "node:path";
import { type PolicyDocument, type ReadDocument, readDocument } from "./document.js";
import { type Issue, PolicyError } from "./schema/issue.js";
import { MAX_DOCUMENTS, MAX_FILE_BYTES } from "./toml/limits.js";
import { linesOf } from "./toml/place.js";
import { lazyPlaces } from "./toml/places.js";
import { readPolicyFile } from "./toml/read-file.js";
import { readText } from "./toml/text.js";

/**
 * @returns the narrowest first, the base last
 * @throws PolicyError with all problems of all files at once
 */
export async function loadDocuments(path: string): Promise<readonly PolicyDocument[]> {
  const chain = await readChain(path);
  const issues = chain.flatMap((read) => ("issues" in read ? read.issues : []));
  if (issues.length > 0) throw new PolicyError(issues);
  return chain.flatMap((read) => ("document" in read ? [read.document] : []));
}

/** A file that is to be read, and the one that names it. */
interface Link {
  readonly file: string;
  readonly path: string;
  readonly from?: Source;
}

interface Source {
  readonly file: string;
  readonly bytes: Uint8Array;
}

async function readChain(path: string): Promise<readonly ReadDocument[]> {
  const chain: ReadDocument[] = [];
  const seen = new Map<string, string>();
  let link: Link | undefined = { file: path, path: posix.resolve(path) };
  while (link !== undefined) {
    const { read, next }: Step = await readLink(link, seen);
    chain.push(read);
    link = next;
  }
  return chain;
}

interface Step {
  readonly read: ReadDocument;
  readonly next?: Link | undefined;
}

/** @param seen the files before it, by what they are */
async function readLink(link: Link, seen: Map<string, string>): Promise<Step> {
  const { file, path } = link;
  if (seen.size === MAX_DOCUMENTS) return refused(link, `one more than ${MAX_DOCUMENTS} files`);
  const read = await readPolicyFile(path);
  if ("reason" in read) return refused(link, read.reason);
  const { bytes, identity } = read;
  const before = seen.get(identity);
  if (before !== undefined) return refused(link, `${before}, which extends this one`);
  seen.set(identity, file);
  const folder = await realpath(posix.dirname(path));
  const document = readDocument(bytes, file, folder);
  return { read: document, next: nextOf(document, { file, bytes }, folder) };
}

function nextOf(read: ReadDocument, from: Source, folder: string): Link | undefined {
  const extended = "document" in read ? read.document.given.extends : read.extended;
  if (extended === undefined) return undefined;
  const absolute = posix.resolve(folder, extended);
  return { file: named(absolute, from.file, folder), path: absolute, from };
}

/** As the file that names it was: relative where that was relative. */
function named(absolute: string, from: string, folder: string): string {
  if (posix.isAbsolute(from)) return absolute;
  return posix.join(posix.dirname(from), posix.relative(folder, absolute));
}

/** What is wrong with a link is shown where it is written. */
function refused({ file, from }: Link, got: string): Step {
  const expected = `a policy of at most ${MAX_FILE_BYTES} bytes`;
  const problem = { message: `cannot read ${file}`, expected, got };
  return { read: { issues: [from === undefined ? whole(problem, file) : atLink(problem, from)] } };
}

type Problem = Pick<Issue, "message" | "expected" | "got">;

function whole(problem: Problem, file: string): Issue {
  return { file, place: null, source: null, key: "", ...problem };
}

function atLink(problem: Problem, { file, bytes }: Source): Issue {
  const { text } = readText(bytes);
  const place = lazyPlaces(text).value(["extends"]);
  const source = place && (linesOf(text)[place.line - 1] ?? null);
  return { file, place, source, key: "extends", ...problem };
}
