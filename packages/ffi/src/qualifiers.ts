/**
 * koffi 3.3.4 knows `const` only in front of a type. Behind the type it is an error, and behind a `*` the error ends
 * the process. There it says nothing about the call, so that koffi need not see it.
 */

/** What `func` takes, with no qualifier but a leading `const`. */
export function withLeadingConst<T>(words: T): T {
  if (Array.isArray(words)) return words.map(withLeadingConst) as T;
  return typeof words === "string" ? (rewritten(words) as T) : words;
}

function rewritten(text: string): string {
  return text
    .replace(/\*(\s*(const|volatile|restrict|__restrict)\b)+/g, "*")
    .replace(/((?:\w+\s+)*\w+)\s+const\s*\*/g, "const $1 *");
}
