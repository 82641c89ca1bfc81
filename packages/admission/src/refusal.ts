import { fail, type SetupError } from "@cofferdam/core";
import { MAX_HASHED_BYTES, MAX_OPENINGS } from "./limits.js";

/**
 * Every rule that can refuse a library, in the order they are asked, and what it says: what is so, and one way out. Those
 * that a line of the policy file makes have that line's name.
 */
export const rules = {
  open: (code: string) =>
    `it cannot be opened (${code}). A name without a slash is looked for where the system keeps libraries, a path from the working directory.`,
  regular_file: () => "it is no regular file. Give the library's file.",
  unsteady: () =>
    `another file took its place each of the ${MAX_OPENINGS} times it was opened. Load it when its installation is over.`,
  block_system_libs: (folder: string) =>
    `\`block_system_libs\` refuses what lies in ${folder}. Keep a copy elsewhere, or set it to false.`,
  allowed_libs: (patterns: string) =>
    `\`allowed_libs\` (${patterns}) does not match that path. Add it, as it is written here.`,
  elf: (problem: string) =>
    `it is no library for this machine (${problem}). Compile it for ${process.arch}.`,
  max_loaded_libs: (most: string) =>
    `\`max_loaded_libs\` (${most}) are loaded. Dispose one, or raise the number.`,
  sha256_writable: (mode: string) =>
    `its \`sha256\` says nothing while others than root and this user may write it (${mode}). \`chmod go-w\` it, and own it.`,
  sha256_size: (bytes: string) =>
    `it has ${bytes} bytes, and ${MAX_HASHED_BYTES} at most are hashed. Remove its \`sha256\`.`,
  sha256: (digests: string) =>
    `its SHA-256 is ${digests}. Load the file that was meant, or correct its \`sha256\`.`,
} as const satisfies Record<string, (detail: string) => string>;

export type LibraryRule = keyof typeof rules;

/** A library that was not admitted: ERR_DLOPEN_FAILED, with what audit asks for. */
export interface LibraryRefusal extends SetupError {
  readonly rule: LibraryRule;
  /** Its real path; its name where there is none. */
  readonly resource: string;
  /** The digest that it has, where that is what is wrong. */
  readonly sha256?: string;
}

export interface Refused {
  /** As the host gave it. */
  readonly name: string;
  readonly resource?: string;
  readonly sha256?: string;
}

export function refusal(
  rule: LibraryRule,
  { name, resource = name, sha256 }: Refused,
  detail = "",
  options?: ErrorOptions,
): LibraryRefusal {
  const led = resource === name ? "" : `, which is ${JSON.stringify(resource)}`;
  const message = `Cannot load the library ${JSON.stringify(name)}${led}: ${rules[rule](detail)}`;
  const error = fail("ERR_DLOPEN_FAILED", message, options);
  return Object.assign(error as SetupError, {
    rule,
    resource,
    ...(sha256 !== undefined && { sha256 }),
  });
}
