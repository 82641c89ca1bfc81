import { issueText } from "../schema/issue.js";
import { placed } from "../schema/placed.js";
import type { Problem } from "../schema/problem.js";
import { parseToml } from "../toml/parse.js";
import { linesOf } from "../toml/place.js";
import { lazyPlaces, type Places } from "../toml/places.js";
import type { SyntaxProblem } from "../toml/syntax-problem.js";
import { readText } from "../toml/text.js";
import { MAX_PLACED_CHARACTERS } from "./limits.js";
import { entriesByPath, type Lock } from "./lock.js";
import { checkLockValues } from "./lock-check.js";
import { lockError } from "./lock-error.js";
import { lineOfPath } from "./lock-text.js";

/**
 * Any bytes give a lock, or ERR_POLICY_LOCK with the first problem.
 *
 * @param file as people are to read it
 * @param folder where its paths begin: a real path
 * @throws ERR_POLICY_LOCK
 */
export function parseLock(bytes: Uint8Array, file: string, folder: string): Lock {
  const read = readText(bytes);
  const { text } = read;
  if ("problem" in read) throw syntaxError(read.problem, file, text);
  const parsed = parseToml(text);
  if ("problem" in parsed) throw syntaxError(parsed.problem, file, text);
  const checked = checkLockValues(parsed.values);
  if ("problem" in checked) throw contentError(checked.problem, file, text);
  const entries = entriesByPath(checked.entries);
  return { file, folder, entries, lineOf: (path) => lineOfPath(text, path) };
}

function syntaxError(
  { message, expected, place }: SyntaxProblem,
  file: string,
  text: string,
): Error {
  const source = linesOf(text)[place.line - 1] ?? "";
  return malformed(issueText({ file, place, source, key: "", message, expected }), file);
}

function contentError(problem: Problem, file: string, text: string): Error {
  const places = text.length > MAX_PLACED_CHARACTERS ? nowhere : lazyPlaces(text);
  const [issue] = placed([problem], { file, lines: linesOf(text), places });
  return malformed(issueText(issue as NonNullable<typeof issue>), file);
}

const nowhere: Places = { key: () => null, value: () => null };

function malformed(text: string, file: string): Error {
  return lockError(`${text}\nRun \`cofferdam lock\` to make it anew, and read what it changes.`, {
    problem: "lock",
    path: file,
  });
}
