import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { compileProgram } from "./compile.ts";

const counts = JSON.parse(execFileSync(compileProgram("spin", []), { encoding: "utf8" }));

describe("Spin::until(ready)", () => {
  it("looks once when it is there", () => {
    expect(counts).toMatchObject({ there: 1 });
  });

  it("says on which CPU it is, and never spins on the other side's", () => {
    expect(counts).toMatchObject({ cpu: true, sameCpu: 0 });
  });

  it("backs off after three misses, then spins one time in 32", () => {
    expect(counts).toMatchObject({ misses: 3, backedOff: 0, probe: 1, perProbe: 10 });
  });

  it("spins again after a probe that hit, until it has missed three times more", () => {
    expect(counts).toMatchObject({ hit: 5, afterHit: 3 });
  });

  it("never spins when told so", () => {
    expect(counts).toMatchObject({ off: 0 });
  });
});
