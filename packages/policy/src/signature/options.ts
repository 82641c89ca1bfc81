import { fail, show } from "@cofferdam/core";
import { MAX_NAME_BYTES } from "./limits.js";

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkName(name: unknown): void {
  if (typeof name !== "string") throw wrong("a text", "name", name, "ERR_OPTION_TYPE");
  const isName = /^[^\p{Cc}\p{Cs}/]+$/u.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;
  if (!isName) throw wrong("the name of a file, without its folder,", "name", name);
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkSerial(serial: unknown, option: string): void {
  if (typeof serial !== "number") throw wrong("a number", option, serial, "ERR_OPTION_TYPE");
  if (Number.isSafeInteger(serial) && serial >= 0) return;
  throw wrong("a whole number, 0 or more,", option, serial);
}

function wrong(
  expected: string,
  option: string,
  got: unknown,
  code: "ERR_OPTION_TYPE" | "ERR_OPTION_RANGE" = "ERR_OPTION_RANGE",
): Error {
  return fail(code, `Expected ${expected} for \`${option}\`, got ${show(got)}. Give one.`);
}
