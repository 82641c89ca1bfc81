import { SetupError } from "@cofferdam/core";
import { excerpt } from "../toml/excerpt.js";
import { MAX_SHOWN_ISSUES } from "../toml/limits.js";
import type { Place } from "../toml/place.js";
import { masked } from "../toml/visible.js";

/** One problem of a policy, and where it is. */
export interface Issue {
  /** As it was given. */
  readonly file: string;
  /** null: the file as a whole, or keys and values that are in no file. */
  readonly place: Place | null;
  /** The line that it is in, as it is in the file. */
  readonly source: string | null;
  /** As TOML writes it; "" where it is about no key. */
  readonly key: string;
  /** What is wrong. */
  readonly message: string;
  /** The end of "expected …". */
  readonly expected: string;
  /** What was there instead. */
  readonly got?: string;
  /** The known word that was probably meant. */
  readonly nearest?: string;
}

/**
 *     cofferdam.toml:7:1: unknown key `ffi.sandbox.allowd_libs`
 *       7 | allowd_libs = ["./libs/*.so"]
 *         | ^^^^^^^^^^^ expected one of the keys of [ffi.sandbox]; did you mean `allowed_libs`?
 */
export function issueText({ file, place, source, message, ...rest }: Issue): string {
  const name = masked(file);
  if (place === null || source === null) return `${name}: ${message}: ${noteOf(rest)}`;
  const head = `${name}:${place.line}:${place.column}: ${message}`;
  return `${head}\n${excerpt(source, place, noteOf(rest))}`;
}

function noteOf({ expected, got, nearest }: Pick<Issue, "expected" | "got" | "nearest">): string {
  const what = got === undefined ? "" : `, got ${got}`;
  const meant = nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
  return `expected ${expected}${what}${meant}`;
}

/** A policy has problems: all of them, in the order of the files. */
export class PolicyError extends SetupError {
  override readonly code = "ERR_POLICY_INVALID";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], options?: ErrorOptions) {
    super("ERR_POLICY_INVALID", textOf(issues), options);
    this.issues = Object.freeze(issues.map((issue) => Object.freeze(issue)));
  }
}

function textOf(issues: readonly Issue[]): string {
  const texts = issues.slice(0, MAX_SHOWN_ISSUES).map(issueText);
  const more = issues.length - texts.length;
  return [...texts, ...(more > 0 ? [`… and ${more} more problems`] : [])].join("\n");
}
