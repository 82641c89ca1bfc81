/** Honest calls that come back into the host, each with the outcome it has with no layer at all. */
import "./honest-types.ts";
import type { Callable } from "./guests.ts";
import type { HonestCall } from "./honest-calls.ts";

const APPLY = "int apply(Transform *cb, int x)";

export const callbackCalls: readonly HonestCall[] = [
  {
    title: "calls a function it is passed",
    run: (guest) => guest.func(APPLY)((value: number) => value * 2, 21),
    value: 42,
  },
  {
    title: "calls a registered function",
    run: (guest) =>
      guest.func(APPLY)(
        guest.register((value) => value + 2, "Transform *"),
        40,
      ),
    value: 42,
  },
  {
    title: "keeps a registered function for later",
    run(guest) {
      guest.func("void set_callback(Transform *cb)")(guest.register((v) => -v, "Transform *"));
      const value = guest.func("int run_callback(int x)")(42);
      guest.func("void set_callback(Transform *cb)")(null);
      return value;
    },
    value: -42,
  },
  {
    title: "sorts with a comparison of the host's",
    run(guest) {
      const values = [3, 1, 2];
      guest.func("void sort_ints(_Inout_ int *values, int count, Compare *cmp)")(
        values,
        3,
        (a: bigint, b: bigint) => Number(guest.decode(a, "int")) - Number(guest.decode(b, "int")),
      );
      return values;
    },
    value: [1, 2, 3],
  },
  {
    title: "is called again by its own callback",
    run(guest) {
      const apply = guest.func(APPLY);
      const descend = (depth: number): number => (depth === 0 ? 0 : 1 + apply(descend, depth - 1));
      return descend(40);
    },
    value: 40,
  },
  {
    title: "calls back from deep down",
    run: (guest) => guest.func("int descend(Transform *cb, int depth)")((v: number) => v, 100),
    value: 5050,
  },
  {
    title: "survives a garbage collection in its callback",
    run: (guest) => guest.func(APPLY)(collectAndIncrement, 41),
    value: 42,
  },
  {
    title: "hands on what its callback throws",
    run(guest) {
      const thrown = new Error("from the callback");
      return caught(guest, thrown) === thrown;
    },
    value: true,
  },
];

function caught(guest: Callable, thrown: Error): unknown {
  try {
    guest.func(APPLY)(() => {
      throw thrown;
    }, 1);
  } catch (error) {
    return error;
  }
  return undefined;
}

function collectAndIncrement(value: number): number {
  globalThis.gc?.();
  return value + 1;
}
