/** Modules of `n` parts each, that a rewriter or an engine may take n² steps for. */
import { HEADER, leb, op, section, sized, vector } from "./bytes.ts";

const [TYPE, FUNCTION, TABLE, GLOBAL, EXPORT, ELEMENT, CODE] = [1, 3, 4, 6, 7, 9, 10];
const I32 = 0x7f;
const DROP = Buffer.of(0x1a);
const LOOP = Buffer.of(0x03, 0x40);
const TRY = Buffer.of(0x06, 0x40);
const CATCH_ALL_END = Buffer.of(0x19, 0x0b);

const type = (parameters: number, results: number) =>
  Buffer.concat([
    Buffer.of(0x60),
    vector(Array(parameters).fill(Buffer.of(I32))),
    vector(Array(results).fill(Buffer.of(I32))),
  ]);
const NOTHING = type(0, 0);
const body = (...code: readonly Buffer[]) => sized(Buffer.concat([leb(0), ...code, op.end]));
const each = <T>(n: number, make: (index: number) => T) =>
  Array.from({ length: n }, (_, i) => make(i));
const exported = (n: number, kind: number) =>
  vector(each(n, (i) => Buffer.concat([sized(Buffer.from(`n${i}`)), Buffer.of(kind), leb(i)])));

interface Module {
  readonly types?: readonly Buffer[];
  /** Types of the functions, by index. */
  readonly functions?: readonly number[];
  readonly bodies: readonly Buffer[];
  /** Other sections, by their numbers. */
  readonly more?: Readonly<Record<number, Buffer>>;
}

function moduleOf({ types = [NOTHING], bodies, functions, more = {} }: Module): Buffer {
  const sections: Record<number, Buffer> = {
    ...more,
    [TYPE]: vector(types),
    [FUNCTION]: vector((functions ?? bodies.map(() => 0)).map(leb)),
    [CODE]: vector(bodies),
  };
  const inOrder = Object.entries(sections); // keys that are numbers are in their order
  return Buffer.concat([HEADER, ...inOrder.map(([id, content]) => section(Number(id), content))]);
}

/** A table, and all functions in it. */
const inTable = (n: number) => ({
  [TABLE]: vector([Buffer.of(0x70, 0, 0)]),
  [ELEMENT]: vector([Buffer.concat([Buffer.of(1, 0), vector(each(n, leb))])]),
});

/** By what they are made of. */
export const shapes: Readonly<Record<string, (n: number) => Buffer>> = {
  "loops in one another, left from the innermost": (n) =>
    moduleOf({
      bodies: [
        body(
          op.times(n, op.loop),
          op.times(n, Buffer.concat([op.constant(0), Buffer.of(0x0d), leb(n - 1)])),
          op.times(n, op.end),
        ),
      ],
    }),
  "blocks in one another that catch, with calls in the innermost": (n) =>
    moduleOf({
      bodies: [body(op.times(n, TRY), op.times(n, op.call(1)), op.times(n, CATCH_ALL_END)), body()],
    }),
  "loops in one another, with calls in the innermost": (n) =>
    moduleOf({
      bodies: [body(op.times(n, op.loop), op.times(n, op.call(1)), op.times(n, op.end)), body()],
    }),
  "globals, all exported": (n) =>
    moduleOf({
      bodies: [],
      more: {
        [GLOBAL]: vector(Array(n).fill(Buffer.of(I32, 1, 0x41, 0, 0x0b))),
        [EXPORT]: exported(n, 3),
      },
    }),
  "functions in a table that end in a call through it": (n) =>
    moduleOf({
      bodies: Array(n).fill(body(op.constant(0), Buffer.of(0x13, 0, 0))),
      more: { ...inTable(n), [EXPORT]: exported(n, 0) },
    }),
  "functions in a table that call through it": (n) =>
    moduleOf({
      bodies: Array(n).fill(body(op.constant(0), Buffer.of(0x11, 0, 0))),
      more: inTable(n),
    }),
  "functions that call the next one twice": (n) =>
    moduleOf({ bodies: [...each(n, (i) => body(op.call(i + 1), op.call(i + 1))), body()] }),
  "functions that all call one another": (n) =>
    moduleOf({
      bodies: [body(...each(n, (i) => op.call(i + 1))), ...Array(n).fill(body(op.call(0)))],
    }),
  "branch tables in blocks in one another": (n) =>
    moduleOf({
      bodies: [
        body(
          op.loop,
          op.times(n, op.block),
          op.constant(0),
          Buffer.of(0x0e),
          leb(n),
          ...each(n + 1, (i) => leb(i % n)),
          op.times(n, op.end),
          op.end,
        ),
      ],
    }),
};

/** What V8 takes long for, by what each of the `n` instructions, or functions, passes 1,000 of. */
export const wide: Readonly<Record<string, (n: number) => Buffer>> = {
  "blocks in one another": (n) =>
    withValues([op.times(n, Buffer.of(0x02, 1)), op.times(n, op.end)]),
  calls: (n) => withValues([op.times(n, op.call(1))]),
  "branches that are not taken": (n) =>
    withValues([Buffer.of(0x02, 1), op.times(n, Buffer.of(0x41, 0, 0x0d, 0)), op.end]),
  "functions' variables": (n) =>
    moduleOf({
      bodies: Array(n).fill(
        sized(Buffer.concat([vector([Buffer.concat([leb(1000), Buffer.of(I32)])]), op.end])),
      ),
    }),
  "objects' fields": (n) =>
    moduleOf({
      types: [
        NOTHING,
        Buffer.concat([Buffer.of(0x5f), vector(Array(1000).fill(Buffer.of(I32, 0)))]),
      ],
      bodies: [body(op.times(n, Buffer.of(0xfb, 1, 1, 0x1a)))],
    }),
};

/** With 1,000 values on the stack, and type and function 1, that take and give as many. */
function withValues(code: readonly Buffer[]): Buffer {
  return moduleOf({
    types: [NOTHING, type(1000, 1000)],
    functions: [0, 1],
    bodies: [
      body(op.times(1000, op.constant(0)), ...code, op.times(1000, DROP)),
      body(...each(1000, (i) => op.local(i))),
    ],
  });
}

/** Functions of `n` parameters that loop: the first is called anew when its fuel is refilled. */
export function manyParameters(functions: number, n: number): Buffer {
  return moduleOf({
    types: [type(n, 0)],
    bodies: Array(functions).fill(body(LOOP, op.end)),
  });
}

/** `n` functions that are all in the table. */
export function manyInTable(n: number): Buffer {
  return moduleOf({ bodies: Array(n).fill(body()), more: inTable(n) });
}
