/** Lists of patterns, of each of which one must match. */
import { fail, show } from "@cofferdam/core";
import { type Glob, parseGlob } from "./glob.js";
import { MAX_PATTERNS } from "./limits.js";
import { rangeError, typeError } from "./option-error.js";

interface PatternOptions {
  readonly allowedLibs?: readonly string[] | undefined;
  readonly narrowedBy?: readonly (readonly string[])[] | undefined;
}

/** A list, and what the host calls it. */
type Named = readonly [name: string, patterns: readonly string[]];

/**
 * @param base a real path: where relative patterns begin
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function allowedLists(options: PatternOptions, base: string): readonly (readonly Glob[])[] {
  const lists = namedLists(options);
  for (const list of lists) checkList(list);
  const count = lists.reduce((sum, [, patterns]) => sum + patterns.length, 0);
  if (count > MAX_PATTERNS) {
    throw rangeError(`at most ${MAX_PATTERNS} patterns`, "libraries", count);
  }
  return lists.map(([name, patterns]) =>
    patterns.map((pattern, index) => parsed(pattern, `${name}[${index}]`, base)),
  );
}

function namedLists({ allowedLibs, narrowedBy = [] }: PatternOptions): readonly Named[] {
  if (!Array.isArray(narrowedBy)) {
    throw typeError("an array of lists", "narrowedBy", narrowedBy, 'Give [["./libs/*.so"]]');
  }
  const lists = narrowedBy.map((patterns, index): Named => [`narrowedBy[${index}]`, patterns]);
  return allowedLibs === undefined ? lists : [["allowedLibs", allowedLibs], ...lists];
}

function checkList([name, patterns]: Named): void {
  if (Array.isArray(patterns) && patterns.every((pattern) => typeof pattern === "string")) return;
  throw typeError("an array of patterns", name, patterns, 'Give ["./libs/*.so"]');
}

function parsed(pattern: string, name: string, base: string): Glob {
  try {
    return parseGlob(pattern, base);
  } catch (cause) {
    const problem = (cause as Error).message;
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected a pattern for \`${name}\`, got ${show(pattern)}: ${problem}.`,
      { cause },
    );
  }
}
