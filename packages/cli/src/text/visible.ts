/**
 * Controls of a terminal, and of the direction of writing. What a guest chose, a path or a symbol in a log, must not move the
 * cursor, hide text, or turn it around.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The same with each of them written as an escape, in one line. */
export function visible(text: string): string {
  return text.replace(hidden, escaped);
}

/** As `visible`, but lines stay lines, and tabs tabs. */
export function visibleLines(text: string): string {
  return text.replace(hidden, (character) =>
    /[\n\t]/.test(character) ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** The same JSON or TOML, whose texts have an escape of their own in place of each of them; line feeds stay. */
export function visibleInQuotes(text: string): string {
  return text.replace(hidden, (character) => (character === "\n" ? character : quoted(character)));
}

function quoted(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
