import { describe, it } from "vitest";
import { assertAgreement } from "./assert-properties.ts";

describe("the interpreter on generated modules", () => {
  it("ends as V8 does, and leaves the same memory, globals and tables", () => {
    assertAgreement({}, 150);
  });

  it("does so for modules of one feature after the other", () => {
    const none = {
      memory: false,
      bulk: false,
      tables: false,
      references: false,
      exceptions: "none",
      tailCalls: false,
      multiValue: false,
      signExtension: false,
      saturating: false,
      floats: false,
      simd: false,
      imports: false,
      loops: false,
      branches: false,
      deadCode: false,
      start: false,
      straight: false,
      traps: 0,
    } as const;
    assertAgreement(none, 15);
    for (const name of Object.keys(none)) {
      const value = { exceptions: "legacy", traps: 30 }[name] ?? true;
      assertAgreement({ ...none, [name]: value }, 8);
    }
  });

  it("does so where traps are frequent", () => assertAgreement({ traps: 60 }, 60));
});
