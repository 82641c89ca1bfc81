/** Policy files at random, from nonsense to nearly right. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { stringify } from "smol-toml";
import { written } from "./schema/arbitrary.ts";
import { tomlText } from "./toml/arbitrary.ts";

const cases = fileURLToPath(new URL("../cases/", import.meta.url));
const seeds = readdirSync(cases)
  .filter((file) => file.endsWith(".toml"))
  .map((file) => readFileSync(cases + file));

/** What a file is put together from; some of it means something in the wrong place only. */
const fragments = [
  ...[
    '"',
    "'",
    '"""',
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    "\r\n",
    "\r",
    "#",
  ],
  ..."\\ \\u00e9 \\ud800 \\U0010ffff \\e \\x41 0x 1e5 - + inf nan _ 1979-05-27 07:32:00 T Z".split(
    " ",
  ),
  ...[
    "true",
    "é",
    "😀",
    "\t",
    "\0",
    "\u2028",
    "\u{FEFF}",
    "\u202e",
    "__proto__",
    "constructor",
    "ffi",
  ],
  ...["ffi.sandbox", "wasm.modules.a", "9007199254740993", "a.b.c", "../", "**", "{a}"],
].map((text) => Buffer.from(text));
const broken = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f]].map((bytes) =>
  Buffer.from(bytes),
);

interface Change {
  readonly at: number;
  readonly drop: number;
  readonly add: Buffer;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(1_000_000),
  drop: fc.oneof(fc.constant(0), fc.nat(8)),
  add: fc.oneof(
    fc.constant(Buffer.alloc(0)),
    fc.constantFrom(...fragments, ...broken),
    fc.tuple(fc.constantFrom(...seeds), fc.nat(1000), fc.nat(60)).map(([seed, from, length]) => {
      const start = from % (seed.length + 1);
      return seed.subarray(start, start + length);
    }),
  ),
});

function changed(bytes: Buffer, { at, drop, add }: Change): Buffer {
  const from = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, from), add, bytes.subarray(from + drop)]);
}

const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 5 }))
  .map(([seed, changes]) => changes.reduce(changed, seed));
const whole = written.map((values) => Buffer.from(stringify(values as Record<string, unknown>)));

/** By what they are. */
export const policyBytes: Readonly<Record<string, fc.Arbitrary<Uint8Array>>> = {
  "random bytes": fc.uint8Array({ maxLength: 200 }),
  "random characters": fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
  "random TOML": tomlText.map((text) => Buffer.from(text)),
  "random keys of ours": whole,
  "changed policies": mutated,
};
