import { readdirSync, readFileSync } from "node:fs";
import { isolationError } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { MAX_CAUSES, MAX_ERROR_TEXT } from "../../src/limits.ts";
import { protocolFault, WireError, wireErrorTable } from "../../src/wire/error.ts";
import { crossed } from "./coded.js";

describe("an error that crosses", () => {
  it.each([
    new Error("plain"),
    new TypeError("Unexpected String value, expected number"),
    new RangeError(""),
    Object.assign(new Error("with a code"), { code: "ERR_X" }),
    Object.assign(new Error("with a number"), { code: -2 }),
  ])("is one of the same class, with what it says: %s", (error) => {
    const result = crossed(error) as Error;
    expect(result).toStrictEqual(error);
    expect(result.constructor).toBe(error.constructor);
    expect(Object.keys(result)).toEqual(Object.keys(error));
  });

  it("keeps the name of a class that only the other side has", () => {
    class OddError extends Error {
      override name = "OddError";
    }
    const result = crossed(new OddError("odd")) as Error;
    expect(result).toBeInstanceOf(Error);
    expect(`${result}`).toBe("OddError: odd");
    expect(Object.keys(result)).toEqual([]);
  });

  it("brings its causes, up to as many as there may be", () => {
    let error = new Error("innermost");
    for (let count = 0; count < MAX_CAUSES + 3; count++)
      error = new Error(`${count}`, { cause: error });
    let causes = 0;
    for (let at = crossed(error) as Error; at.cause; at = at.cause as Error) causes++;
    expect(causes).toBe(MAX_CAUSES);
  });

  it("may be behind itself", () => {
    const error = new Error("mine");
    error.cause = error;
    expect(crossed([error])).toEqual([expect.objectContaining({ message: "mine" })]);
  });

  it("is cut where it says too much, and reported all the same", () => {
    const error = new Error("x".repeat(20 * 2 ** 20));
    expect((crossed(error) as Error).message).toHaveLength(MAX_ERROR_TEXT);
  });

  it("leaves its stack behind unless it is asked for", () => {
    const error = new Error("where");
    error.stack = "there";
    expect((crossed(error) as Error).stack).not.toBe("there");
    expect((crossed(error, { stacks: true }) as Error).stack).toBe("there");
  });

  it("may have anything for its code and its texts", () => {
    const error = Object.assign(new Error(), {
      code: Symbol(),
      name: 1,
      message: {},
      cause: () => {},
    });
    expect(`${crossed(error)}`).toBe("Error");
  });
});

describe("wireErrorTable", () => {
  const folder = new URL("../../src/wire/", import.meta.url);
  const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));

  it.each(Object.keys(wireErrorTable))("has no row that is never thrown: %s", (code) => {
    expect(sources.some((source) => source.includes(`"${code}"`))).toBe(true);
  });
});

describe("protocolFault(error)", () => {
  it("says in the host's words what the helper did", () => {
    const fault = protocolFault(new WireError("ERR_WIRE_VALUE", "tag 99", 12));
    const error = isolationError(fault, { target: "lib", symbol: "parse", layer: "processHelper" });
    expect(error.message).toBe(
      "parse broke the protocol: tag 99 at byte 12 (caught by processHelper)",
    );
  });
});
