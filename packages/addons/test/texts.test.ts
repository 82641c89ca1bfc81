import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultsOf } from "./run.ts";

const crash = expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL", name: "SIGSEGV" });

describe.each(Object.entries(builds).slice(0, 2))("what an addon gives Node, %s", (_, flags) => {
  const resultOf = resultsOf({ script: "texts", file: compileAddon("texts.c", ...flags) });

  it("is refused by Node, not read, where it is too long; later faults are contained", async () => {
    expect(await resultOf("too long")).toEqual({ refused: 8, crash });
  });

  it("is read as the addon where it is a key, an external text or a type tag", async () => {
    const results = (await resultOf("wild")) as object;
    expect(Object.keys(results)).toHaveLength(7);
    expect(Object.values(results)).toEqual(Array(7).fill(crash));
  });

  it("reaches Node where it is honest", async () => {
    expect(await resultOf("honest")).toEqual(["key", 1]);
  });
});
