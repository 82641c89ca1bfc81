// Commits the crimes of villain.component.wasm, and of components that are made here: one line of JSON with what became of each.
//
//   node commit.mjs        only ever as a child with a time limit
import { parse } from "@bytecodealliance/jco";
import { isolate, outcome } from "@cofferdam/core";
import { componentPath } from "@cofferdam/testing/wasm/components/build.mjs";
import { wasm } from "@cofferdam/wasm-runtime";
import { component } from "@cofferdam/wasm-runtime/components";

const MIB = 2 ** 20;
const limits = { timeout: 400, fuel: 0, memory: 8 * MIB, payloadLimit: "64KiB" };
const guard = isolate([wasm({ limits, afterFault: "continue" })]);

const given = [];
const host = { give: (text) => given.push(text) };
const target = component(componentPath("villain"), {
  imports: { "example:villain/host": host },
  wasi: {},
});
const villain = await guard.open(target);

const crimes = {
  honest: ["recurse", 20],
  spin: ["spin"],
  hoard: ["grow", 1000],
  hoardSlowly: ["hoard", 2 ** 31],
  recurse: ["recurse", 1_000_000],
  stop: ["stop"],
  lie: ["lie", 0xfffffff0, 1000],
  lieAboutLength: ["lie", 16, 0xffffffff],
  lieToHost: ["lieToHost", 0xfffffff0, 1000],
  amplify: ["amplify", 100_000, 100_000],
  records: ["records", 100_000],
};

const found = { given };
for (const [crime, [name, ...args]] of Object.entries(crimes)) {
  const begun = performance.now();
  const ended = outcome(() => villain.exports[name](...args));
  found[crime] = { ...ended, ms: performance.now() - begun, next: villain.exports.recurse(3) };
}
found.faults = villain.status().faults;

const unpaid = { timeout: 400, fuel: 0, payloadLimit: 0 };
const patient = await isolate([wasm({ limits: unpaid })]).open(target);
const since = performance.now();
found.recordsUnlimited = outcome(() => patient.exports.records(100_000));
found.recordsUnlimited.ms = performance.now() - since;

/** A component that is written as text: what opening it, and calling its `run`, ends in. */
async function commitText(name, text) {
  try {
    const guest = await guard.open(component(await parse(text)));
    found[name] = outcome(() => guest.exports.run());
  } catch (error) {
    found[name] = { code: error.code, message: error.message, fault: error.fault };
  }
}

const ODD = "a'];globalThis.PWNED=1;//";
await commitText(
  "codeInName",
  `(component
    (core module $m (func (export "${ODD}") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func (export "run") (result u32) (canon lift (core func $i "${ODD}"))))`,
);
found.codeInName.ran = "PWNED" in globalThis;

await commitText(
  "codeInImport",
  `(component
    (core module $a (func (export "f")))
    (core module $m (import "m" "${ODD}" (func)) (func (export "run") (result i32) i32.const 7))
    (core instance $x (instantiate $a))
    (core instance $y (export "${ODD}" (func $x "f")))
    (core instance $i (instantiate $m (with "m" (instance $y))))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))`,
);
found.codeInImport.ran = "PWNED" in globalThis;

await commitText(
  "spinAtStart",
  `(component
    (core module $m (func $s (loop br 0)) (start $s) (func (export "run")))
    (core instance $i (instantiate $m))
    (func (export "run") (canon lift (core func $i "run"))))`,
);

const PAGES_EACH = 64;
await commitText(
  "twoMemoriesAtStart",
  `(component
    (core module $m (memory (export "memory") ${PAGES_EACH + 1}) (func (export "run")))
    (core instance $i (instantiate $m))
    (core instance $j (instantiate $m))
    (func (export "run") (canon lift (core func $i "run"))))`,
);

await commitText(
  "twoMemoriesGrow",
  `(component
    (core module $m (memory (export "memory") 1)
      (func (export "grow") (drop (memory.grow (i32.const 100)))))
    (core module $n (import "m" "grow" (func $grow)) (memory (export "memory") 1)
      (func (export "run") (call $grow) (drop (memory.grow (i32.const 100)))))
    (core instance $i (instantiate $m))
    (core instance $j (instantiate $n (with "m" (instance $i))))
    (func (export "run") (canon lift (core func $j "run"))))`,
);

await commitText(
  "twoTablesGrow",
  `(component
    (core module $m (table 1 funcref)
      (func (export "grow") (drop (table.grow 0 (ref.null func) (i32.const 60000)))))
    (core module $n (import "m" "grow" (func $grow)) (table 1 funcref)
      (func (export "run") (call $grow) (drop (table.grow 0 (ref.null func) (i32.const 60000)))))
    (core instance $i (instantiate $m))
    (core instance $j (instantiate $n (with "m" (instance $i))))
    (func (export "run") (canon lift (core func $j "run"))))`,
);

await commitText(
  "manyInstances",
  `(component
    (core module $m (func (export "run")))
    (core instance $i (instantiate $m))
    ${"(core instance (instantiate $m))".repeat(200)}
    (func (export "run") (canon lift (core func $i "run"))))`,
);

console.log(JSON.stringify(found));
