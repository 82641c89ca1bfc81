import { refuse } from "../errno.js";

const encoder = new TextEncoder();
/** ignoreBOM: two names that differ must not become one. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Below it a loop is faster than a TextDecoder. */
const SHORT = 32;

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws EILSEQ */
export function decodeText(bytes: Uint8Array): string {
  const ascii = bytes.length <= SHORT ? decodeAscii(bytes) : undefined;
  if (ascii !== undefined) return ascii;
  try {
    return decoder.decode(bytes.slice()); // a copy: decoders take no shared memory
  } catch {
    return refuse("EILSEQ");
  }
}

function decodeAscii(bytes: Uint8Array): string | undefined {
  let text = "";
  for (const byte of bytes) {
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Can a file be called that: text that UTF-8 can say, without NUL. */
export function isEncodable(text: string): boolean {
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}

export function byteLengthOf(text: string): number {
  return text.length <= SHORT && isAscii(text) ? text.length : encoder.encode(text).length;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
