import { describe, expect, it } from "vitest";
import { claims } from "../../src/doctor/claims.ts";
import { cofferdam, program } from "../cofferdam.ts";
import { noTerminal, Terminal } from "../terminal.ts";

describe("cofferdam doctor", () => {
  it("ends with 1 when something that is required does not hold, and names it", async () => {
    const args = ["doctor", "--verbose", "--require", "traps", "--require", "scripts"];
    const { status, stdout, stderr } = await cofferdam(args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toContain("Required, and missing: scripts.");
    expect(stdout).toContain("strlen() of address 8: SIGSEGV; the next call is good");
  });

  it.skipIf(noTerminal)(
    "shows on a terminal how far it is, and takes that away in the end",
    async () => {
      const terminal = new Terminal(`${process.execPath} ${program} doctor --color never`);
      const shown = await terminal.shows(/Of \d+ claims/);
      expect(shown).toContain(`\r\x1b[Ktrying: 1 of ${claims.length}`);
      expect(shown).toContain("\r\x1b[Kcofferdam ");
    },
  );
});
