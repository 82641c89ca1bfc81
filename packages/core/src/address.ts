import { fail, show } from "./errors.js";

const LARGEST = 2n ** 64n - 1n;

/** Checks the address of a function. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkAddress(address: bigint): void {
  if (typeof address !== "bigint") throw badAddress("ERR_OPTION_TYPE", "an address", address);
  if (address >= 1n && address <= LARGEST) return;
  throw badAddress("ERR_OPTION_RANGE", "1 to 2^64 - 1", address);
}

function badAddress(
  code: "ERR_OPTION_TYPE" | "ERR_OPTION_RANGE",
  expected: string,
  address: unknown,
): Error {
  return fail(
    code,
    `Expected ${expected} for \`address\`, got ${show(address)}. ` +
      "Give what the FFI has for the function, as a bigint.",
  );
}
