import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultsOf } from "./run.ts";

/** Linked with `library`, which is needed whether the linker sees why or not. */
function linked(source: string, library: string, ...flags: readonly string[]): string {
  const needed = ["-Wl,--no-as-needed", library, `-Wl,-rpath,${dirname(library)}`];
  return compileAddon(source, ...flags, ...needed);
}

describe.each(Object.entries(builds))("a library that an addon is linked with, %s", (_, flags) => {
  const library = compileAddon("linked_library.c", ...flags, "-Wl,-soname,liblinked_library.node");
  const between = linked("nothing.c", library, "-Wl,-soname,libnothing.node");

  describe.each([
    ["itself", library],
    ["by way of another", between],
  ])("%s", (_, needed) => {
    const resultOf = resultsOf({ script: "links", file: linked("links.c", needed, ...flags) });

    it("has its functions guarded", async () => {
      const died = { code: "ERR_ISOLATION_SIGNAL", symbol: "crash", layer: "signals" };
      expect(await resultOf("crashes")).toEqual(Array(5).fill(expect.objectContaining(died)));
    });

    it("does its work", async () => {
      expect(await resultOf("answer")).toBe(42);
    });

    it("serves an addon without a guard as well", async () => {
      expect(await resultOf("unguarded")).toBe(42);
    });
  });
});
