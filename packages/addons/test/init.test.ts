import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultOf, start } from "./run.ts";

describe.each(["lazy", "full RELRO"] as const)("opening an addon, %s", (build) => {
  const file = compileAddon("crimes.c", ...builds[build]);

  it("throws when the addon crashes in its init, and opens it again", async () => {
    const crashed = { code: "ERR_ISOLATION_SIGNAL", symbol: "module init", address: "0x0" };
    const result = await resultOf({ script: "init", scenario: "init", file });
    expect(result).toMatchObject({ crashed, after: 3 });
  });
});

describe("opening a self-registering addon", () => {
  it("does not contain a crash in its init: Node must be the first to load it", async () => {
    const file = compileAddon("crimes.c", ...builds["self-registering"]);
    const { signal } = await start({ script: "init", scenario: "init", file });
    expect(signal).toBe("SIGSEGV");
  });
});
