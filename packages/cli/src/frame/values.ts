/** Values of options. */
import { InvalidArgumentError } from "commander";

/** `a,b`: several, which may also be repeated. */
export function listed(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(",").filter((part) => part !== "")];
}

/** One of several, each with the option in front of it. */
export function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError("Expected a whole number, 0 or more.");
}
