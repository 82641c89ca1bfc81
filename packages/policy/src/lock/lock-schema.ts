/** What a lock file says. */
import { posix } from "node:path";
import * as z from "zod/mini";
import { MAX_ELEMENTS, MAX_LISTED_NAMES, MAX_LOCKED_BYTES, MAX_LOCKED_FILES } from "./limits.js";
import { LOCK_VERSION } from "./lock-text.js";

function names(most: number) {
  const error = `a list of at most ${most} names`;
  return z.array(z.string({ error }), { error }).check(z.maxLength(most, { error }));
}

function whole(most: number, what: string) {
  const error = `${what}, from 0 to ${most}`;
  return z.int({ error }).check(z.minimum(0, { error }), z.maximum(most, { error }));
}

const sha256Error = { error: "a SHA-256: 64 hexadecimal digits, in lower case" };
const sha256 = z.string(sha256Error).check(z.regex(/^[0-9a-f]{64}$/, sha256Error));

const path = z.string({ error: "a path" }).check(
  z.refine((given: string) => isPlain(given), {
    error: "a path from the lock's folder, or an absolute one, without `.`, `..` and `//`",
  }),
);

const wired = z.union(
  [
    names(MAX_LISTED_NAMES),
    z.strictObject({ count: whole(Number.MAX_SAFE_INTEGER, "a number of names"), sha256 }),
  ],
  { error: `a list of at most ${MAX_LISTED_NAMES} names, or { count = …, sha256 = "…" }` },
);

const any = {
  path,
  sha256,
  size: whole(MAX_LOCKED_BYTES, "a number of bytes"),
  imports: wired,
  exports: wired,
};
const native = z.strictObject({
  ...any,
  kind: z.enum(["library", "addon"]),
  soname: z.optional(z.string({ error: "a name" })),
  runpath: z.optional(z.string({ error: "folders, with colons between" })),
  needed: names(MAX_ELEMENTS),
});
const wasm = z.strictObject({ ...any, kind: z.literal("wasm") });
const file = z.discriminatedUnion("kind", [native, wasm], {
  error: 'a file whose kind is "library", "addon" or "wasm"',
});

const versionError = { error: `${LOCK_VERSION}: other versions of cofferdam have other locks` };
const filesError = { error: `at most ${MAX_LOCKED_FILES} tables [[file]]` };

const version = z.literal(LOCK_VERSION, versionError);

/** What is looked at first: of another version all else may be as it should, and of too many files each would be a problem. */
export const lockFrame = z.object({
  version,
  file: z.optional(
    z.array(z.unknown(), filesError).check(z.maxLength(MAX_LOCKED_FILES, filesError)),
  ),
});
export const lockFile = z.strictObject({
  version,
  file: z.optional(z.array(file, filesError)),
});

/** There is one way to write a path: whoever reads two entries reads about two files. */
function isPlain(given: string): boolean {
  if (given === "" || given.includes("\0") || given.endsWith("/")) return false;
  return posix.normalize(given) === given && !/^\.\.?(\/|$)/.test(given);
}
