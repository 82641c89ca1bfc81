import { describe, expect, it } from "vitest";
import { pieces as ofTheHelper } from "../../../process-helper/src/confinement-report.ts";
import { defaults } from "../../src/schema/defaults.ts";
import { locate } from "../../src/schema/locate.ts";
import { table } from "../../src/schema/table.ts";
import { pieces } from "../../src/schema/types/piece.ts";
import { valueAt } from "../../src/schema/values-at.ts";
import { keys, valuesOf } from "./arbitrary.ts";

describe.each(keys)("%s", (path, entry) => {
  const { schema } = entry.type;

  it("has one line of doc, a full sentence", () => {
    expect(entry.doc).toMatch(/^[A-Z][^\n]{5,}\.$/);
  });

  it("takes its own default, and nothing that has no type at all", () => {
    if (entry.presence === "default") expect(schema.safeParse(entry.default).success).toBe(true);
    for (const value of [null, undefined, Symbol("x"), () => {}, 10n, new Date(), Number.NaN]) {
      expect(schema.safeParse(value).success).toBe(false);
    }
  });

  it("takes what it made of a value as it is", () => {
    const values = valuesOf(entry);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      const [once, twice] = [normal(value), normal(normal(value))];
      expect(twice).toEqual(once);
    }
  });

  it("says of what it does not take what it expects", () => {
    for (const value of [null, {}, "\0", -1, [[]]]) {
      const { error } = schema.safeParse(value);
      const messages = error?.issues.map(({ message }) => message) ?? [];
      for (const message of messages)
        expect(message).toMatch(/^(an? |the |one of |at most |true )/);
      expect(messages).not.toEqual([]);
    }
  });

  it("has its default among the defaults, if it is in no table by name", () => {
    if (path.includes("*") || /^unsafe_/.test(path)) return;
    const value = entry.presence === "default" ? schema.parse(entry.default) : undefined;
    expect(valueAt(defaults, path.split("."))).toEqual(value);
  });

  function normal(value: unknown): unknown {
    const values = { key: schema.parse(value) };
    locate(values, "/folder", table("", { key: entry }));
    return values.key;
  }
});

describe("defaults", () => {
  it("deny, and are as the specification has them", () => {
    expect(defaults.ffi).toMatchObject({
      enabled: false,
      call_timeout: 3000,
      sandbox: { allowed_libs: [], block_system_libs: false, memory_limit: 0, max_loaded_libs: 10 },
    });
    expect(defaults.ffi.sandbox.process).toMatchObject({
      read: [],
      write: [],
      execute: [],
      network: false,
      env: [],
    });
    expect(defaults.addons.enabled).toBe(false);
  });

  it("cannot be changed", () => {
    expect(() => Object.assign(defaults.ffi.sandbox.process, { network: true })).toThrow(TypeError);
  });
});

describe("pieces", () => {
  it("are those that the launcher reports", () => {
    expect(pieces).toEqual(ofTheHelper);
  });
});
