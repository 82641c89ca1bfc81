import { runChild } from "@cofferdam/testing/child.ts";
import { buildComponents } from "@cofferdam/testing/wasm/components/build.mjs";
import { beforeAll, describe, expect, it } from "vitest";

interface Ended {
  readonly ok?: boolean;
  readonly value?: unknown;
  readonly fault?: { readonly kind: string; readonly frames?: readonly { symbol: string }[] };
  readonly ms: number;
  /** What the next call gives, which is an honest one. */
  readonly next: number;
  /** Of opening it. */
  readonly code?: string;
  readonly message?: string;
  /** Its text ran as code. */
  readonly ran?: boolean;
}

describe("a component under limits that", () => {
  let ended: Readonly<Record<string, Ended>>;
  let faults: Readonly<Record<string, number>>;
  let given: readonly string[];

  beforeAll(async () => {
    await buildComponents();
    const child = await runChild(new URL("commit.mjs", import.meta.url), { timeout: 60_000 });
    expect(child.stderr).toBe("");
    const report = child.report() as Record<string, Ended>;
    ended = report;
    ({ faults, given } = report as unknown as { faults: typeof faults; given: typeof given });
  }, 90_000);

  it("does no harm gets what it computes", () => {
    expect(ended.honest).toMatchObject({ ok: true, value: 20 });
  });

  it("loops for ever is ended at its deadline, and where that was is told by names", () => {
    expect(ended.spin?.fault).toMatchObject({ kind: "timeout", limit: 400 });
    expect(ended.spin?.fault?.frames?.map(({ symbol }) => symbol)).toEqual(["spin"]);
    expect(ended.spin?.ms).toBeLessThan(1000);
  });

  it("takes memory, at once or bit by bit, is ended at the limit", () => {
    const fault = { kind: "memory-limit", limit: 8 * 2 ** 20 };
    expect(ended.hoard?.fault).toMatchObject({ ...fault, amount: 1000 * 65_536 });
    expect(ended.hoardSlowly?.fault).toMatchObject(fault);
  });

  it("calls itself without end overflows its own stack, not the host's", () => {
    expect(ended.recurse?.fault).toMatchObject({ kind: "stack-overflow" });
    expect(ended.recurse?.fault?.frames?.[0]?.symbol).toBe("recurse");
  });

  it("traps is told why and where", () => {
    expect(ended.stop?.fault).toMatchObject({ kind: "trap", reason: "unreachable" });
    expect(ended.stop?.fault?.frames?.[0]).toMatchObject({
      symbol: "stop",
      module: expect.stringMatching(/villain\.component\.wasm \(core\.wasm\)$/),
    });
  });

  it.each(["lie", "lieAboutLength", "lieToHost"])(
    "lies about a text's place (%s) has trapped",
    (name) => {
      expect(ended[name]?.fault).toMatchObject({ kind: "trap" });
      expect(given).toEqual([]);
    },
  );

  it.each(["amplify", "records"])(
    "has the host copy the same bytes again and again (%s) is ended",
    (name) => {
      expect(ended[name]?.fault).toMatchObject({ kind: "violation", resource: "payload" });
      expect(ended[name]?.ms).toBeLessThan(1000);
    },
  );

  it("has the host make values without end is ended at its deadline, where payloads have no limit", () => {
    expect(ended.recordsUnlimited?.fault).toMatchObject({ kind: "timeout", limit: 400 });
    expect(ended.recordsUnlimited?.ms).toBeLessThan(5000);
  });

  it("has committed any of these begins anew at the next call", () => {
    const calls = Object.values(ended).filter(({ next }) => next !== undefined);
    expect(calls).toHaveLength(11);
    for (const { next } of calls) expect(next).toBe(3);
    expect(faults).toEqual({
      timeout: 1,
      "memory-limit": 2,
      "stack-overflow": 1,
      trap: 4,
      violation: 2,
    });
  });

  it.each(["codeInName", "codeInImport"])(
    "has JavaScript for a name (%s) is refused before that is code",
    (name) => {
      expect(ended[name]).toMatchObject({ code: "ERR_WASM_INVALID", ran: false });
      expect(ended[name]?.message).toContain("globalThis.PWNED");
    },
  );

  it("loops while it is opened is ended at its deadline", () => {
    expect(ended.spinAtStart).toMatchObject({
      code: "ERR_ISOLATION_TIMEOUT",
      fault: { kind: "timeout", limit: 400 },
    });
  });

  it("has two memories has them counted together, from the start and as they grow", () => {
    expect(ended.twoMemoriesAtStart).toMatchObject({ code: "ERR_WASM_LIMIT" });
    expect(ended.twoMemoriesAtStart?.message).toMatch(/at most 128 pages of memory, got 130/);
    expect(ended.twoMemoriesGrow?.fault).toMatchObject({ kind: "memory-limit" });
  });

  it("has two tables that grow has them counted together", () => {
    expect(ended.twoTablesGrow?.fault).toMatchObject({ kind: "memory-limit", limit: 800_000 });
  });

  it("makes instances without number is refused", () => {
    expect(ended.manyInstances).toMatchObject({ code: "ERR_WASM_LIMIT" });
  });
});
