// What is between the quotes of a string: text and escaped bytes.

const ESCAPE = /\\(?:u\{([0-9a-fA-F_]+)\}|([0-9a-fA-F]{2})|(.))|[^\\]+/gs;
const CONTROL = { t: "\t", n: "\n", r: "\r" };

/** @returns {Buffer} */
export function bytesOfString(string) {
  return Buffer.concat([...string.matchAll(ESCAPE)].map(bytesOfPart));
}

export const textOfString = (string) => bytesOfString(string).toString("utf8");

function bytesOfPart([part, codePoint, byte, character]) {
  if (byte !== undefined) return Buffer.from(byte, "hex");
  if (codePoint !== undefined) {
    return Buffer.from(String.fromCodePoint(Number.parseInt(codePoint.replaceAll("_", ""), 16)));
  }
  return Buffer.from(character === undefined ? part : (CONTROL[character] ?? character));
}
