/** Names and patterns that have a form of their own. */
import * as z from "zod/mini";
import { MAX_TEXT } from "../limits.js";
import type { ValueType } from "../table.js";
import { text, visibleText } from "./text.js";

/** Hex, normalised to lower case: as digests are compared. */
export function sha256(): ValueType<string> {
  const { name, schema } = text("SHA-256", "a SHA-256: 64 hexadecimal digits", /^[0-9a-fA-F]{64}$/);
  return { name, schema: schema.check(z.toLowerCase()) };
}

/** The name of a variable of the environment. */
export function variable(): ValueType<string> {
  return text("name", 'the name of a variable, such as "LANG"', /^[A-Za-z_][A-Za-z0-9_]*$/);
}

/** The name of a function in a library; with `*` for any characters where it is a pattern. */
export function symbol(): ValueType<string> {
  return visibleText("name", 'the name of a function, such as "parse"', /^[^\s*]+$/);
}

export function symbolPattern(): ValueType<string> {
  const expected = 'the name of a function, with * for any characters: "parse_*"';
  return visibleText("pattern", expected, /^\S+$/);
}

/** The halves of an import, as a wasm module has them. */
export function importPattern(): ValueType<string> {
  const expected = 'an import: "module.name", with * for any characters in each half';
  return visibleText("pattern", expected, /^[^.\s]+\..+$/);
}

/** What `import` and `require` take. */
export function specifier(): ValueType<string> {
  return visibleText("specifier", 'a module, such as "bcrypt" or "./lib/parse.js"', /^\S+$/);
}

export function scriptName(): ValueType<string> {
  return visibleText("name", "the name that the host gives the script", /^.+$/);
}

export function namespace(): ValueType<string> {
  return text("name", "a name of A–Z, a–z, 0–9, -, _ and .", /^[\w.-]{1,128}$/);
}

/** Whoever reads the policy wants to know why: three letters are the least that can say anything. */
export function reason(): ValueType<string> {
  const error = "a reason in words";
  const says = (given: string) => (given.match(/\p{L}/gu) ?? []).length >= 3;
  const schema = z
    .string({ error })
    .check(z.maxLength(MAX_TEXT, { error }), z.refine<string>(says, { error }));
  return { name: "text", schema };
}

/** As src/audit/redaction.ts reads it. */
export function redaction(): ValueType<string> {
  const expected =
    'a field such as "details.env.*", or "value:" and what a text looks like: "value:*secret*"';
  return visibleText("pattern", expected, /^.+$/);
}
