import fc from "fast-check";
import { describe, expect, it } from "vitest";
import loadWabt from "wabt";
import { EVENT } from "../../src/metering/code/events.ts";
import { frameBytes } from "../../src/metering/code/frame.ts";
import { survey } from "../../src/metering/code/survey.ts";
import { FRAME_UNIT_BYTES } from "../../src/metering/contract.ts";
import { DEFAULT_CAPS } from "../../src/metering/limits.ts";
import { readModule } from "../../src/metering/module/read-module.ts";

const wabt = await loadWabt();
/** Functions of a module, and calls inside of one another that are followed. */
const [FUNCTIONS, DEPTH] = [6, 20];

interface Body {
  readonly locals: number;
  /** Instructions that do nothing. */
  readonly length: number;
  readonly catches: boolean;
  readonly isInTable: boolean;
  readonly isExported: boolean;
  readonly callees: readonly number[];
  readonly callsTable: boolean;
  readonly callsOther: boolean;
  /** What it may end in a tail call of. */
  readonly ends: readonly (number | "table" | "other")[];
}

const index = fc.nat(FUNCTIONS - 1);
const anywhere = fc.oneof(index, fc.constantFrom("table" as const, "other" as const));
const body: fc.Arbitrary<Body> = fc.record({
  locals: fc.oneof(fc.nat(10), fc.nat(200)),
  length: fc.constantFrom(0, 300),
  catches: fc.boolean(),
  isInTable: fc.boolean(),
  isExported: fc.boolean(),
  callees: fc.array(index, { maxLength: 3 }),
  callsTable: fc.boolean(),
  callsOther: fc.boolean(),
  ends: fc.oneof(fc.constant([]), fc.array(anywhere, { maxLength: 1 })),
});
const bodies = fc.array(body, { minLength: FUNCTIONS, maxLength: FUNCTIONS });

describe("what is counted of the stack", () => {
  it.each([[true as const], ["linked" as const]])(
    "is never less than the frames on it, on any way that calls can take (%s)",
    (stack) => {
      const isCovered = (functions: readonly Body[]) => uncounted(functions, stack) <= 0;
      fc.assert(fc.property(bodies, isCovered), { numRuns: 300 });
    },
  );

  it("is what the frames of a circle take, in whole units, at one of its calls", () => {
    const next = (n: number) => (n + 1) % FUNCTIONS;
    const circle = Array.from({ length: FUNCTIONS }, (_, n) => ({ ...plain, callees: [next(n)] }));
    const { counted, frames } = surveyOf(circle, true);
    const units = circle.flatMap((_, n) => counted.unitsOf(n, EVENT.CALL, 1 + next(n)) ?? []);
    const bytes = frames.reduce((sum, each) => sum + each, 0);
    expect(units).toEqual([Math.ceil(bytes / FRAME_UNIT_BYTES)]);
  });
});

const plain: Body = {
  locals: 2,
  length: 0,
  catches: false,
  isInTable: false,
  isExported: false,
  callees: [],
  callsTable: false,
  callsOther: false,
  ends: [],
};

/** @returns bytes that are on the stack and not counted, at most, of all ways that calls can take */
function uncounted(functions: readonly Body[], stack: true | "linked"): number {
  const { counted, frames } = surveyOf(functions, stack);
  const all = [...functions.keys()];
  const inTable = all.filter((n) => functions[n]?.isInTable);
  const reached = all.filter((n) => functions[n]?.isInTable || functions[n]?.isExported);
  /** What the other module, or what is in the table, may lead to of this one: a host knows how deep it is. */
  const behind = {
    other: stack === "linked" ? reached : [],
    table: stack === "linked" ? reached : inTable,
  };
  const bytesOf = (n: number, kind: number, operand: number) =>
    (counted.unitsOf(n, kind, operand) ?? 0) * FRAME_UNIT_BYTES;
  let most = all.map(() => 0); // with so many calls from each function on
  for (let depth = 0; depth < DEPTH; depth++) {
    const worst = (of: readonly number[]) => Math.max(-1e9, ...of.map((n) => most[n] as number));
    most = functions.map(({ callees, callsTable, callsOther, ends }, n) => {
      const inside = [
        0,
        ...callees.map((callee) => worst([callee]) - bytesOf(n, EVENT.CALL, 1 + callee)),
        callsTable ? worst(behind.table) - bytesOf(n, EVENT.CALL_INDIRECT, 0) : 0,
        callsOther ? worst(behind.other) - bytesOf(n, EVENT.CALL, 0) : 0,
      ];
      const own = (frames[n] as number) - counted.unitsOfOwn(n) * FRAME_UNIT_BYTES;
      const instead = ends.map((end) => worst(typeof end === "number" ? [end] : behind[end]));
      return Math.max(own + Math.max(...inside), ...instead);
    });
  }
  return Math.max(...most) - counted.reserved * FRAME_UNIT_BYTES;
}

function surveyOf(functions: readonly Body[], stack: true | "linked") {
  const text = `(module (type $t (func)) (import "other" "f" (func $other))
    (table funcref (elem $other ${elements(functions)}))
    ${functions.map(textOf).join("\n")})`;
  const features = { exceptions: true, tail_call: true };
  const { buffer } = wabt.parseWat("m.wat", text, features).toBinary({});
  const shape = readModule(buffer, DEFAULT_CAPS);
  const { counted, functions: decoded, events } = survey(shape, DEFAULT_CAPS, "fuel", stack);
  if (counted === undefined) throw new Error("Nothing is counted");
  return { counted, frames: decoded.map((each) => frameBytes(shape, events, each)) };
}

function elements(functions: readonly Body[]): string {
  return functions.flatMap(({ isInTable }, n) => (isInTable ? [`$f${n}`] : [])).join(" ");
}

function textOf(each: Body, n: number): string {
  const calls = each.callees.map((callee) => `(call $f${callee})`).join(" ");
  return `(func $f${n} ${each.isExported ? `(export "f${n}")` : ""}
    (local ${"i64 ".repeat(each.locals)}) ${"nop ".repeat(each.length)}
    ${each.catches ? `(try (do ${calls}) (catch_all))` : calls}
    ${each.callsTable ? "(call_indirect (type $t) (i32.const 0))" : ""}
    ${each.callsOther ? "(call $other)" : ""}
    ${each.ends.map(endOf).join(" ")})`;
}

function endOf(end: number | "table" | "other"): string {
  if (end === "table") return "(return_call_indirect (type $t) (i32.const 0))";
  return end === "other" ? "(return_call $other)" : `(return_call $f${end})`;
}
