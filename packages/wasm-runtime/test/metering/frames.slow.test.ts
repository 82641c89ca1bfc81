import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import loadWabt from "wabt";

const script = new URL("frames.mjs", import.meta.url);
const wabt = await loadWabt();
const [FUNCTIONS, MODULES] = [7, 40];
/** What the host's own frames take, where it measures: up to 1.8 KB on Node 22. */
const HOST_BYTES = 2048;
const found = [20, 22, 24, 26].map(findNode);

for (const { missing } of found) if (missing) console.log(`SKIP: ${missing}`);

interface Body {
  readonly locals: number;
  readonly length: number;
  readonly calls: readonly string[];
  readonly catches: boolean;
  readonly ends: string;
}

const index = fc.nat(FUNCTIONS - 1);
const rarely = fc.nat(5).map((n) => n === 0);
const call = fc.oneof(
  { weight: 3, arbitrary: index.map((n) => `(call $f${n})`) },
  fc.constant("(call_indirect (type $t) (i32.and (global.get $random) (i32.const 3)))"),
);
const body: fc.Arbitrary<Body> = fc.record({
  locals: fc.oneof(fc.nat(5), fc.nat(120)),
  length: fc.constantFrom(0, 300),
  calls: fc.array(call, { minLength: 1, maxLength: 3 }),
  catches: rarely,
  ends: fc.tuple(rarely, index).map(([ends, n]) => (ends ? `(return_call $f${n})` : "")),
});
const bodies = fc.array(body, { minLength: FUNCTIONS, maxLength: FUNCTIONS });

describe.each(found)("the stack of a metered module, on Node $major", ({ path, missing }) => {
  it.skipIf(missing).each([[[]], [["--liftoff", "--no-wasm-tier-up"]]])(
    "has no more on it than is counted, wherever the host is called (%s)",
    async (flags) => {
      const modules = fc.sample(bodies, { seed: 1, numRuns: MODULES }).map(assemble);
      const options = {
        args: modules,
        nodeArgs: flags,
        timeout: 120_000,
        ...(path && { node: path }),
      };
      const { report, stderr } = await runChild(script, options);
      expect(stderr).toBe("");
      const { uncounted, measured, ended } = report() as Record<string, number>;
      expect(uncounted).toBeLessThan(HOST_BYTES);
      expect(measured).toBeGreaterThan(1000);
      expect(ended).toBeGreaterThan(MODULES);
    },
    120_000,
  );
});

function assemble(functions: readonly Body[]): string {
  const text = `(module (import "env" "host" (func $host)) (type $t (func))
    (table funcref (elem $f0 $f1 $f2 $f3)) (global $random (mut i32) (i32.const 1)) (global $kept (mut i64) (i64.const 0))
    ${functions.map(textOf).join("\n")}
    ${functions.map((_, n) => `(func (export "run${n}") (loop $l (call $f${n}) (br $l)))`).join("\n")})`;
  const features = { exceptions: true, tail_call: true };
  return Buffer.from(wabt.parseWat("m.wat", text, features).toBinary({}).buffer).toString("base64");
}

/** Its local variables have values from its beginning to its end, so that no compiler can do without them. */
function textOf({ locals, length, calls, catches, ends }: Body, n: number): string {
  const all = Array.from({ length: locals }, (_, local) => local);
  const set = (local: number) =>
    `(local.set ${local} (i64.extend_i32_u (i32.add (global.get $random) (i32.const ${local}))))`;
  const kept = all.map(
    (local) => `(global.set $kept (i64.xor (global.get $kept) (local.get ${local})))`,
  );
  return `(func $f${n} ${"(local i64)".repeat(locals)}
    (global.set $random (i32.add (i32.mul (global.get $random) (i32.const 1664525)) (i32.const 1013904223)))
    ${all.map(set).join(" ")} ${"nop ".repeat(length)}
    (if ${oneIn(8, 18)} (then (call $host)))
    (if ${oneIn(32, 21)} (then ${kept.join(" ")} (return)))
    ${catches ? `(try (do ${calls[0]}) (catch_all))` : calls.map(choice).join(" ")}
    ${kept.join(" ")} ${ends})`;
}

/** One call of them is made, the last one if no other. */
function choice(call: string, place: number, { length }: readonly string[]): string {
  return place === length - 1 ? call : `(if ${oneIn(2, 10 + place)} (then ${call} (return)))`;
}

function oneIn(times: number, bit: number): string {
  const number = `(i32.shr_u (global.get $random) (i32.const ${bit}))`;
  return `(i32.eqz (i32.and ${number} (i32.const ${times - 1})))`;
}
