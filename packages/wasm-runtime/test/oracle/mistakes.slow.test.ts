import { describe, expect, it } from "vitest";
import { isFound } from "./assert-properties.ts";
import { hiddenMistakes, withMistake } from "./mistakes.ts";

describe("a mistake planted in the interpreter", () => {
  it.each(hiddenMistakes)("is found: %s", (...mistake) => {
    expect(isFound(withMistake(mistake), 20_000)).toBe(true);
  });
});
