import { handlers } from "@cofferdam/testing/wasm-oracle/interpreter/handlers/all.ts";
import { describe, expect, it } from "vitest";
import { isFound } from "./assert-properties.ts";
import { plainMistakes, withMistake } from "./mistakes.ts";

describe("a mistake planted in the interpreter", () => {
  it.each(plainMistakes)("is found: %s", (...mistake) => {
    expect(isFound(withMistake(mistake), 2_000)).toBe(true);
  });

  it("is not found where there is none", () => {
    expect(isFound(handlers, 50)).toBe(false);
  });
});
