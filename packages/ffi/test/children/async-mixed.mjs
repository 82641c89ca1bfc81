// 120 calls at once, guilty and innocent ones mixed: each promise must tell of its own call.
import { readdirSync, readFileSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { main, open, path, settled } from "./async.mjs";

const ROUNDS = Number(process.argv[4]);
const LIMIT_MS = 5;
const lib = open();
/** Opened once more with a limit, which only those calls reach that nap too long. */
const limited = isolate([
  signals({ afterFault: "continue" }),
  deadline({ timeout: LIMIT_MS }),
  stack(),
]).openSync(library(path));
const func = (prototype) => lib.func(prototype).async;
const hex = (number) => `0x${number.toString(16)}`;

/** What to call for the call of that number, and what must come of it. */
const kinds = [
  kind(
    "int add(int a, int b)",
    (n) => [n, 1],
    (n) => ({ value: n + 1 }),
  ),
  kind(
    "int write_to(uintptr_t address)",
    (n) => [n * 16],
    (n) => signalAt("write_to", n * 16),
  ),
  kind(
    "int add(int a, int b)",
    (n) => [n, n],
    (n) => ({ value: 2 * n }),
  ),
  kind(
    "int give_up()",
    () => [],
    () => ({ symbol: "give_up", kind: "signal", address: null }),
  ),
  kind(
    "int overflow_small(int depth)",
    () => [0],
    () => overflow("overflow_small"),
  ),
  kind(
    "const char *text_at(uintptr_t address)",
    (n) => [n * 32],
    (n) => signalAt("text_at", n * 32),
  ),
  kind(
    "int overflow_large(int depth)",
    () => [0],
    () => overflow("overflow_large"),
  ),
  kind(
    "int divide(int a, int b)",
    (n) => [n, 0],
    () => ({ symbol: "divide", kind: "signal" }),
  ),
  overdue("int nap(int milliseconds)", (n) => [1000 + n]),
  kind(
    "int divide(int a, int b)",
    (n) => [n * 7, 7],
    (n) => ({ value: n }),
  ),
  kind(
    "int throw_number(int number)",
    (n) => [n],
    (n) => ({
      ...{ symbol: "throw_number", kind: "panic", reason: `number ${n}` },
    }),
  ),
  overdue("int nap_and_write(int milliseconds, uintptr_t address)", (n) => [1000 + n, n * 16]),
];

function kind(prototype, args, expected) {
  return { call: func(prototype), args, expected };
}
function overdue(prototype, args) {
  const [, symbol] = /int (\w+)/.exec(prototype);
  return {
    call: limited.func(prototype).async,
    args,
    expected: () => ({ symbol, kind: "timeout" }),
  };
}
function signalAt(symbol, address) {
  return { symbol, kind: "signal", address: hex(address) };
}
function overflow(symbol) {
  return { symbol, kind: "stack-overflow" };
}

async function round(first) {
  const numbers = Array.from({ length: 120 }, (_, index) => first + index);
  const results = await Promise.all(
    numbers.map((n) => {
      const { call, args } = kinds[n % kinds.length];
      return settled(call(...args(n)));
    }),
  );
  return numbers.flatMap((n, index) => {
    const expected = kinds[n % kinds.length].expected(n);
    const result = results[index];
    const same = Object.entries(expected).every(([key, value]) => result[key] === value);
    return same && "value" in result === "value" in expected ? [] : [{ n, expected, result }];
  });
}

function usage() {
  return {
    descriptors: readdirSync("/proc/self/fd").length,
    mappings: readFileSync("/proc/self/maps", "utf8").split("\n").length,
    kibibytes: Number(/Rss:\s+(\d+)/.exec(readFileSync("/proc/self/smaps_rollup", "utf8"))[1]),
  };
}

function allFaults() {
  return { ...lib.status().faults, ...limited.status().faults };
}

async function rounds(count) {
  const wrong = [];
  for (let index = 0; index < count; index++) {
    wrong.push(...(await round(1 + 120 * (index % 16))));
    if (index % 10 === 0) globalThis.gc();
  }
  globalThis.gc();
  return wrong.slice(0, 3);
}

await main({
  attributed: async () => ({ wrong: await rounds(ROUNDS), faults: allFaults() }),
  flat: async () => {
    const wrong = [...(await rounds(ROUNDS)), ...(await rounds(ROUNDS))];
    const warm = usage();
    wrong.push(...(await rounds(ROUNDS)));
    return { wrong, warm, after: usage() };
  },
});
