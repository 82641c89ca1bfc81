/** Text for a terminal; plain where it is none, and with NO_COLOR. */
const colourful = process.stdout.isTTY === true && process.stdout.hasColors();

const paint = (on, off) => (text) => (colourful ? `\x1b[${on}m${text}\x1b[${off}m` : String(text));

export const bold = paint(1, 22);
export const dim = paint(2, 22);
export const red = paint(31, 39);
export const green = paint(32, 39);
export const yellow = paint(33, 39);
export const cyan = paint(36, 39);

/** Is a line of so many characters one line? Where the width is not known it is. */
export function isWide(characters) {
  return (process.stdout.columns ?? Number.POSITIVE_INFINITY) >= characters;
}

export function heading(text) {
  console.log(`\n${bold(text)}\n`);
}

/** "ok" or "WRONG", with what it is about. Returns `right`. */
export function report(right, text) {
  console.log(`  ${right ? green("ok   ") : red("WRONG")}  ${text}`);
  return right;
}
