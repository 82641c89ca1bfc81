/**
 * Text from a file, for a terminal: what moves its cursor, or turns the reading direction around, would show something else
 * than what is there.
 */

/** Control and format characters, line separators, halves of surrogate pairs. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One character for each, so that columns stay what they are. */
export function masked(text: string): string {
  return text.replace(invisible, "\u{FFFD}");
}

/** With their numbers, as TOML and JavaScript write them: `\u202e`. */
export function escaped(text: string): string {
  return text.replace(invisible, (character) => {
    const point = character.codePointAt(0) as number;
    const hex = point.toString(16);
    return point > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
  });
}
