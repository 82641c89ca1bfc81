import { describe, it } from "vitest";
import { assertAgreement } from "./assert-properties.ts";

describe("the interpreter on a great many generated modules", () => {
  it("ends as V8 does", () => assertAgreement({}, 1_500));
  it("ends as V8 does for large functions", () => assertAgreement({ instructions: 600 }, 400));
  it("ends as V8 does for deep blocks", () => {
    assertAgreement({ nesting: 25, instructions: 250, iterations: 2 }, 800);
  });
  it("ends as V8 does where much is called", () => assertAgreement({ calls: 1_000 }, 400));
});
