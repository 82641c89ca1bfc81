import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditOptions } from "../src/audit-sink.ts";
import { merged } from "../src/decide/merge.ts";
import { Reading } from "../src/decide/reading.ts";
import { documentFrom } from "../src/document.ts";
import { helperOptions } from "../src/layers/layer-options.ts";
import { Policy } from "../src/policy.ts";
import type { PolicyValues } from "../src/schema/values.ts";
import { requests, runs, values } from "./arbitrary.ts";

const policy = (given: PolicyValues) => Policy.of([documentFrom(given, "/opt")]);

describe("policy.narrow(values)", () => {
  it("never allows what the policy denies", () => {
    fc.assert(
      fc.property(values, values, requests, (base, narrower, request) => {
        const before = policy(base);
        const after = before.narrow(narrower);
        if (after.decide(request).outcome === "allow") {
          expect(before.decide(request).outcome).toBe("allow");
        }
      }),
      runs,
    );
  });

  it("changes nothing where it says nothing", () => {
    fc.assert(
      fc.property(values, requests, (base, request) => {
        const before = policy(base);
        expect(before.narrow({}).decide(request)).toEqual(before.decide(request));
      }),
      runs,
    );
  });

  it("allows nothing more by being said twice, or in another order", () => {
    fc.assert(
      fc.property(values, values, values, requests, (base, one, other, request) => {
        const outcomes = [
          policy(base).narrow(one).narrow(other),
          policy(base).narrow(other).narrow(one),
          policy(base).narrow(one).narrow(other).narrow(one),
        ].map((narrowed) => narrowed.decide(request).outcome);
        expect(new Set(outcomes).size).toBe(1);
      }),
      runs,
    );
  });

  it("never gives a helper more", () => {
    fc.assert(
      fc.property(
        values,
        values,
        fc.constantFrom("/opt/a.so", "/opt/b.so"),
        (base, narrower, target) => {
          const subject = { kind: "library" as const, target };
          const before = helperOptions(policy(base), subject);
          const after = helperOptions(policy(base).narrow(narrower), subject);
          expectNoMore(after.timeout, before.timeout);
          expectNoMore(after.memoryLimit, before.memoryLimit);
          expectNoMore(after.confinement?.memory, before.confinement?.memory);
          expectNoMore(after.confinement?.cpu, before.confinement?.cpu);
          if (after.confinement?.network) expect(before.confinement?.network).toBe(true);
          for (const key of ["read", "write"] as const) {
            for (const path of after.confinement?.[key] ?? []) {
              const allowed = before.confinement?.[key] ?? [];
              expect(allowed.some((folder) => isBelow(path, folder))).toBe(true);
            }
          }
          const env = Object.keys(after.confinement?.env ?? {});
          expect(Object.keys(before.confinement?.env ?? {})).toEqual(expect.arrayContaining(env));
        },
      ),
      runs,
    );
  });
});

/** 0, and nothing at all, are no limit. */
function expectNoMore(after: number | undefined, before: number | undefined): void {
  expect(after || Number.POSITIVE_INFINITY).toBeLessThanOrEqual(before || Number.POSITIVE_INFINITY);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

describe("a document that narrows another one", () => {
  it("cannot name another helper program", () => {
    const narrow = () =>
      policy({ ffi: { helper: "/opt/one" } }).narrow({ ffi: { helper: "/opt/other" } });
    expect(narrow).toThrow(expect.objectContaining({ code: "ERR_POLICY_INVALID" }));
    policy({ ffi: { helper: "/opt/one" } }).narrow({ ffi: { helper: "/opt/one" } });
  });

  it("leaves the helper program as it is", () => {
    const narrow = policy({ ffi: { helper: "/opt/one" } }).narrow({ ffi: { call_timeout: 5 } });
    const options = helperOptions(narrow, { kind: "library", target: "/opt/a.so" });
    expect(options).toMatchObject({ program: "/opt/one", timeout: 5 });
  });

  it("cannot turn off the audit log, or move it", () => {
    const base = policy({ audit: { file: "/var/base.jsonl", level: "warn" } });
    const narrow = base.narrow({ audit: { file: "/var/other.jsonl", level: "error" } });
    expect(auditOptions(narrow.readings)).toMatchObject({ file: "/var/base.jsonl", level: "warn" });
    const first = policy({}).narrow({ audit: { file: "/var/other.jsonl" } });
    expect(auditOptions(first.readings)).toMatchObject({ file: "/var/other.jsonl", level: "info" });
    const heard = policy({ audit: { level: "info", on_full: "refuse" } });
    const muted = heard.narrow({
      audit: { file: "/x.jsonl", level: "error", on_full: "drop-and-count", redact: ["**"] },
    });
    expect(auditOptions(muted.readings)).toMatchObject({
      level: "info",
      onFull: "refuse",
      redact: [],
    });
  });
});

describe("policy.narrow(policy)", () => {
  it("allows exactly what both allow", () => {
    fc.assert(
      fc.property(values, values, requests, (one, other, request) => {
        const both = [one, other].every(
          (given) => policy(given).decide(request).outcome === "allow",
        );
        const narrowed = policy(one).narrow(policy(other)).decide(request);
        expect(narrowed.outcome).toBe(both ? "allow" : "deny");
      }),
      runs,
    );
  });
});

describe("policy.decide(request)", () => {
  it("says what would allow what it denies, and that does", () => {
    fc.assert(
      fc.property(values, requests, (given, request) => {
        let granted = given;
        for (let turn = 0; turn < 8; turn++) {
          const decision = policy(granted).decide(request);
          if (decision.outcome === "allow" || decision.grant === undefined) return;
          granted = merged(granted, decision.grant);
        }
        expect.unreachable("eight grants were not enough");
      }),
      runs,
    );
  });

  it("denies everything where nothing is written", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { outcome } = policy({}).decide(request);
        expect(outcome).toBe("deny");
      }),
      runs,
    );
  });

  it.each(["quantum", "constructor", "__proto__"])(
    "denies targets of a kind that it does not know: %s",
    (kind) => {
      const request = {
        kind: kind as never,
        target: "x",
        action: "load" as const,
        resource: "x",
      };
      expect(policy({}).decide(request)).toMatchObject({ outcome: "deny", rule: { key: kind } });
    },
  );
});

describe("a policy", () => {
  it("is frozen", () => {
    const one = policy({ ffi: { enabled: true } });
    expect(Object.isFrozen(one)).toBe(true);
    expect(Object.isFrozen(one.readings)).toBe(true);
    expect(one.readings[0]).toBeInstanceOf(Reading);
    expect(() => Object.assign(one.documents[0]?.given.ffi ?? {}, { enabled: false })).toThrow(
      TypeError,
    );
  });
});
