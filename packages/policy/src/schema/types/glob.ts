import { parseGlob } from "@cofferdam/admission";
import * as z from "zod/mini";
import type { ValueType } from "../table.js";

/** Part of a text that is wrong, in UTF-16 units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A pattern for real paths, as @cofferdam/admission reads them. It stays as it is written. */
export function glob(): ValueType<string> {
  const schema = z.string({ error: "a glob" }).check(({ value, issues }) => {
    const because = problemOf(value);
    if (because === undefined) return;
    const params = { because, span: spanOf(value, because) };
    issues.push({ code: "custom", message: "a glob", input: value, params });
  });
  return { name: "glob", schema };
}

function problemOf(text: string): string | undefined {
  try {
    parseGlob(text, "/");
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** What the message is about: the first part between slashes that is wrong by itself, and in it what the message quotes. */
function spanOf(text: string, message: string): Span | undefined {
  let offset = 0;
  for (const name of text.split("/")) {
    if (name !== "" && problemOf(name) !== undefined) return quoted(name, message, offset);
    offset += name.length + 1;
  }
  return undefined;
}

function quoted(name: string, message: string, offset: number): Span {
  const quote = /`([^`]+)`/.exec(message)?.[1] ?? name;
  const at = name.indexOf(quote);
  return at === -1
    ? { offset, length: name.length }
    : { offset: offset + at, length: quote.length };
}
