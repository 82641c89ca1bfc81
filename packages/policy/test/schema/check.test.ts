import fc from "fast-check";
import { stringify } from "smol-toml";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { check } from "../../src/schema/check.ts";
import { schemaOf } from "../../src/schema/checker.ts";
import { policyKeys } from "../../src/schema/keys.ts";
import type { Problem } from "../../src/schema/problem.ts";
import { parseToml } from "../../src/toml/parse.ts";
import { written } from "./arbitrary.ts";

const problemsOf = (given: unknown): readonly Problem[] => {
  const checked = check(given, "/folder");
  return "problems" in checked ? checked.problems : [];
};

describe("check(given, folder)", () => {
  it("tells what is at odds also beside what is wrong", () => {
    const given = {
      nonsense: 1,
      ffi: { call_timeout: 1, helper: 5, sandbox: { call_timeout: 2, memory_limit: "much" } },
      wasm: {
        modules: {
          a: {
            http: { allow: ["nowhere"] },
            dirs: [
              { guest: "/a", host: "x" },
              { guest: "/a/b", host: "y" },
            ],
          },
          "./a": { kv: {} },
        },
      },
    };
    expect(
      problemsOf(given)
        .map(({ path }) => path.join(" "))
        .sort(),
    ).toEqual([
      "ffi helper",
      "ffi sandbox call_timeout",
      "ffi sandbox memory_limit",
      "nonsense",
      "wasm modules ./a",
      "wasm modules ./a kv namespace",
      "wasm modules a dirs 1 guest",
      "wasm modules a http allow 0",
    ]);
  });

  it("tells each problem once", () => {
    const [, ...more] = problemsOf({ wasm: { fuel: 1e300 } });
    expect(more).toEqual([]);
    expect(problemsOf({ wasm: { modules: new Date() } })).toHaveLength(1);
  });

  it("changes nothing of what it is given", () => {
    fc.assert(
      fc.property(written, (given) => {
        const before = structuredClone(given);
        check(given, "/folder");
        expect(given).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it("finds an unknown key in every table", () => {
    fc.assert(
      fc.property(written, fc.nat(), (given, which) => {
        const table = tables(given)[which % tables(given).length] as Record<string, unknown>;
        table["no-such-key"] = 1;
        const found = problemsOf(given).filter(({ message }) =>
          /^unknown key .*no-such-key/.test(message),
        );
        expect(found).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

/** All tables whose keys are ours. */
function tables(value: unknown, names = 0): readonly object[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => tables(each));
  const isNamed = names > 0;
  const inner = Object.entries(value).flatMap(([name, each]) =>
    tables(each, !isNamed && ["libraries", "modules", "scripts"].includes(name) ? 1 : 0),
  );
  return isNamed ? inner : [value, ...inner];
}

describe("the compiled schema", () => {
  const plain = schemaOf(policyKeys);
  const compiled = z.compile(plain);

  it("says the same as the one that it is compiled from", () => {
    const value = fc.oneof(fc.constantFrom(1, "x", true, null, [], {}, "64MiB", [1]), written);
    const spoilt = fc.tuple(written, fc.nat(), value).map(([given, which, wrong]) => {
      const all = tables(given);
      const table = all[which % all.length] as Record<string, unknown>;
      const names = Object.keys(table);
      if (names.length > 0) table[names[which % names.length] as string] = wrong;
      return given;
    });
    fc.assert(
      fc.property(fc.oneof(written, spoilt), (given) => {
        const [one, other] = [plain.safeParse(given), compiled.safeParse(given)];
        expect(other.success).toBe(one.success);
        expect(other.data).toEqual(one.data);
        expect(other.error?.issues).toEqual(one.error?.issues);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a file", () => {
  it("says the same as the values that it was written from", () => {
    fc.assert(
      fc.property(written, (given) => {
        const parsed = parseToml(stringify(given as Record<string, unknown>));
        if (!("values" in parsed)) return expect.unreachable();
        expect(check(parsed.values, "/folder")).toEqual(check(given, "/folder"));
      }),
      { numRuns: 100 },
    );
  });
});
