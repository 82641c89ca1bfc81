import { describe, expect, it } from "vitest";
import { builds, compileAddon, start } from "./run.ts";

describe.each(Object.entries(builds))("the end of a process with an addon, %s", (_, flags) => {
  const file = compileAddon("crimes.c", ...flags);
  const endOf = (scenario: string) => start({ script: "endings", scenario, file });

  it("dies as without a guard when the addon makes Node follow a bad pointer, and says why", async () => {
    const { status, signal, stdout, stderr } = await endOf("a bad napi_value");
    expect({ status, signal, stdout }).toEqual({ status: null, signal: "SIGSEGV", stdout: "" });
    expect(stderr).toBe(
      "cofferdam: not recovered: the fault is in host code that the guest called\n",
    );
  });

  it("dies when the addon asks Node to", async () => {
    const { signal, stderr } = await endOf("napi_fatal_error");
    expect(signal).toBe("SIGABRT");
    expect(stderr).toContain("FATAL ERROR: here the addon gives up");
  });

  it.each(["a hook at the end", "a hook that was removed"])("survives %s", async (scenario) => {
    const { status, signal, stdout } = await endOf(scenario);
    expect({ status, signal, stdout }).toEqual({
      ...{ status: 0, signal: null },
      stdout: "reached the end\n",
    });
  });
});
