import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/doctor/examine.ts";
import { type Report, reportText } from "../../src/doctor/report.ts";
import { pageFor } from "../../src/text/page.ts";

const machine = {
  platform: "linux-x64",
  kernel: "6.1.0",
  libc: "glibc 2.36",
  node: "24.0.0",
  uid: 0,
  packages: {},
};

function finding(id: string, facts: Partial<Finding> = {}): Finding {
  return {
    id,
    layer: "signals",
    claim: `a claim about ${id}`,
    strength: "gate",
    holds: "yes",
    installed: true,
    reason: `what was seen of ${id}`,
    milliseconds: 7,
    ...facts,
  };
}

const findings = [
  finding("traps"),
  finding("aborts", { holds: "partly", reason: "only\x1b[2J half of it" }),
  finding("cpu-limit", {
    layer: "process-helper",
    holds: "no",
    strength: "kernel",
    milliseconds: 1234,
  }),
  finding("wasm", { layer: "wasm-runtime", holds: "no", installed: false }),
];

function text(facts: Partial<Report> = {}, colors = false): string {
  const report = { machine, findings, required: [], verbose: false, ...facts };
  return reportText(report, pageFor({}, colors));
}

describe("reportText(report, page)", () => {
  it("is a table by layer, with the reason of what does not hold", () => {
    expect(text()).toBe(
      `cofferdam 0.0.0, linux-x64, kernel 6.1.0, glibc 2.36, Node 24.0.0, as root

                    here    strength     ms

signals
  traps             yes     gate          7  a claim about traps
  aborts            partly  gate          7  a claim about aborts
                    only\\u{1b}[2J half of it

process-helper
  cpu-limit         no      kernel     1234  a claim about cpu-limit
                    what was seen of cpu-limit

wasm-runtime
  wasm              -       gate          7  a claim about wasm
                    what was seen of wasm

Of 4 claims 1 hold here, 1 hold partly, 1 do not hold, 1 are of packages that
are not installed.
`,
    );
  });

  it("has what was seen of all of them, if it is to be verbose", () => {
    expect(text({ verbose: true })).toContain("what was seen of traps");
  });

  it("names what is required and does not hold, and what holds partly is part of that", () => {
    expect(text({ required: ["traps"] })).toContain("All that is required holds.");
    expect(text({ required: ["traps", "aborts", "wasm"] })).toContain(
      "Required, and missing: aborts, wasm.",
    );
  });

  it("has the same columns in colours", () => {
    const plain = stripVTControlCharacters(text({}, true));
    expect(plain).toBe(text());
    expect(text({}, true)).toContain("\x1b[31mno    \x1b[39m");
  });
});
