import { loadAddon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";
import { builds, compileAddon, thrownBy } from "./run.ts";

const crimes = compileAddon("crimes.c", ...builds.lazy);
const guard = isolate([signals({ afterFault: "continue" })]);

describe("loadAddon(path | package, options)", () => {
  it.each([{ layers: [signals()] }, { guard }])("returns the exports, guarded: %#", (options) => {
    expect(loadAddon(crimes, options).write_null).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }),
    );
  });

  const example = "Give for example { layers: [signals()] }.";
  it.each([
    [`got undefined. ${example}`, undefined],
    [`got null. ${example}`, null],
    [`got an array (object). ${example}`, [signals()]],
    [`got neither. ${example}`, {}],
    [`got both. ${example}`, { layers: [], guard }],
    ["got 3 (number). Give for example isolate([signals()]).", { guard: 3 }],
    ["got null. Give for example isolate([signals()]).", { guard: null }],
    ["got an object (object). Give for example isolate([signals()]).", { guard: signals() }],
  ])("says of options that it cannot use: %s", (end, options) => {
    const error = thrownBy(() => loadAddon(crimes, options as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_OPTION_TYPE");
    expect(error.message).toMatch(/^Expected [^\n]+ for /);
    expect(error.message.endsWith(end), error.message).toBe(true);
  });
});
