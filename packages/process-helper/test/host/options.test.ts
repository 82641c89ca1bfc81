import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkedOptions, type ProcessHelperOptions } from "../../src/host/options.ts";
import { processHelper } from "../../src/layer.ts";

const codeOf = (options: unknown) => {
  try {
    processHelper(options as ProcessHelperOptions);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("processHelper(options)", () => {
  it("has defaults for all of them", () => {
    expect(checkedOptions({})).toEqual({
      size: 1,
      spare: 1,
      timeout: 3000,
      queue: 10_000,
      memoryLimit: 0,
      idempotent: new Set(),
      libraries: {},
      confinement: {},
      traps: true,
      output: "tail",
      socket: undefined,
      program: undefined,
      connectTimeout: expect.any(Number),
      transport: "auto",
    });
  });

  it("takes a timeout of 0 for none", () => {
    expect(checkedOptions({ timeout: 0 }).timeout).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    ["timeOut", { timeOut: 5 }, "ERR_OPTION_RANGE"],
    ["size", { size: 0 }, "ERR_OPTION_RANGE"],
    ["size", { size: 65 }, "ERR_OPTION_RANGE"],
    ["size", { size: "2" }, "ERR_OPTION_TYPE"],
    ["spare", { spare: -1 }, "ERR_OPTION_RANGE"],
    ["timeout", { timeout: -1 }, "ERR_OPTION_RANGE"],
    ["timeout", { timeout: 0.5 }, "ERR_OPTION_TYPE"],
    ["timeout", { timeout: Number.NaN }, "ERR_OPTION_TYPE"],
    ["queue", { queue: 0 }, "ERR_OPTION_RANGE"],
    ["memoryLimit", { memoryLimit: "1 potato" }, "ERR_OPTION_TYPE"],
    ["memoryLimit", { memoryLimit: "2GiB" }, "ERR_OPTION_RANGE"],
    ["idempotent", { idempotent: "parse" }, "ERR_OPTION_TYPE"],
    ["idempotent", { idempotent: [1] }, "ERR_OPTION_TYPE"],
    ["confinement", { confinement: true }, "ERR_OPTION_TYPE"],
    ["confinement", { confinement: null }, "ERR_OPTION_TYPE"],
    ["onViolation", { onViolation: "ignore" }, "ERR_OPTION_RANGE"],
    ["output", { output: "file" }, "ERR_OPTION_RANGE"],
    ["libraries", { libraries: { allowed: [] } }, "ERR_OPTION_RANGE"],
    ["program", { program: 5 }, "ERR_OPTION_TYPE"],
    ["program", { program: "" }, "ERR_OPTION_TYPE"],
    ["program", { program: "/a\0b" }, "ERR_OPTION_TYPE"],
    ["program with a confinement", { program: "/a", confinement: {} }, "ERR_OPTION_RANGE"],
    ["program with `onViolation`", { program: "/a", onViolation: "refuse" }, "ERR_OPTION_RANGE"],
    ["program over a ring", { program: "/a", transport: "ring" }, "ERR_OPTION_RANGE"],
    ["program at a socket", { program: "/a", socket: "/b" }, "ERR_OPTION_RANGE"],
    ["all of them", 5, "ERR_OPTION_TYPE"],
  ])("refuses a wrong %s: %j", (_name, options, code) => {
    expect(codeOf(options)).toBe(code);
  });

  it("takes a program for a path from the working directory, whatever PATH has", () => {
    expect(checkedOptions({ program: "sh" }).program).toBe(join(process.cwd(), "sh"));
    expect(codeOf({ program: "sh", confinement: false, transport: "socket" })).toBeUndefined();
  });
});
