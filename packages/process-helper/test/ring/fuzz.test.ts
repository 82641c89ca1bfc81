import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { compileProgram } from "./compile.ts";

const CASES = 200_000;
const sanitized = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g"];
// here, not in the test: on a busy machine it takes a minute
const outside = ["../memory/shared_memory", "../process/pipe_tail"];
const files = ["doorbell", "host_ring", "region", ...outside];
const fuzz = compileProgram("fuzz", files, sanitized);

describe("responses of random bytes", () => {
  it(`give an outcome and nothing else, ${CASES} times, under the sanitizers`, () => {
    const counts = JSON.parse(execFileSync(fuzz, [String(CASES)], { encoding: "utf8" }));
    expect(counts.cases).toBe(CASES);
    expect(counts.wrong).toBe(0);
    // it came everywhere
    for (const seen of ["ok", "broken", "callback", "nested"]) {
      expect(counts[seen], seen).toBeGreaterThan(100);
    }
  });
});
