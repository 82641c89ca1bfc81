import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { loadAddon } from "@cofferdam/addons";
import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";
import { builds, compileAddon } from "./run.ts";

describe.each(Object.entries(builds).slice(0, 2))("dlsym, called by an addon, %s", (_, flags) => {
  const file = compileAddon("own_symbols.c", ...flags, "-Wl,--no-as-needed,-lm");
  const guest = () => loadAddon(file, { layers: [signals({ afterFault: "continue" })] });

  it("finds what the addon would find without a guard", () => {
    const copy = file.replace(".node", ".copy.node");
    copyFileSync(file, copy);
    expect(createRequire(import.meta.url)(copy).finds()).toEqual([true, true]);
    expect(guest().finds()).toEqual([true, true]);
  });

  it("finds the addon's own init, not ours", () => {
    expect(guest().finds_init()).toEqual([true, true]);
  });

  it("reads the name as the addon", () => {
    const crash = expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" });
    expect(guest().wild_name).toThrow(crash);
  });
});
