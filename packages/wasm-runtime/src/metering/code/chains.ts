/**
 * How much of the native stack is promised to a function when it is called: what its own frame takes, and the dearest chain of
 * calls behind it that are not counted. What such a chain takes was counted when it began, so that only few calls have to be.
 *
 * ```
 *   promised      300       180    100             a ──▶ b: not counted, 120 + 180 are promised to a
 *   frame         120        80    100             b ──▶ c: not counted, 80 + 100 are promised to b
 *                  a ───────▶ b ───▶ c             c ══▶ a: counted, takes 100 + 300 - 100 more: what it promises to a, and
 *                  ▲                 ║                      its own frame, without what was promised to c
 *                  ╚═════════════════╝             once around takes 300, which is what the three frames take
 * ```
 *
 * No circle is without a call that is counted, since what is promised becomes less with each call that is not. Chains are
 * short all the same, for calls that it is not known of where they lead take what the dearest of all chains does: those of long
 * functions are shorter, as long functions mostly call less often than short ones, and what calls often is called often.
 */
import type { CallGraph } from "./callees.js";

/** A function with no more bytes of instructions is short. */
const SHORT = 128;
/** Bytes of native stack that are promised to a function at most, if it is short, or long. */
const [PROMISED_TO_SHORT, PROMISED_TO_LONG] = [1024, 512];
/** Or so many times its own frame: one that is large calls as often as others. */
const PROMISED_TO_WIDE = 3;

/**
 * @param frames bytes of native stack that a call takes, by function
 * @returns bytes of native stack that are promised to each function. By a search in depth, which does not promise for calls
 *   that lead to where it has not been yet when it leaves a function: those close a circle.
 */
export function promisedBytes(graph: CallGraph, frames: Int32Array): Float64Array {
  const search = new Search(graph, frames);
  for (const root of graph.shortFirst) search.from(root);
  return search.promised;
}

class Search {
  /** 0: it was not left yet. */
  readonly promised: Float64Array;
  readonly #graph: CallGraph;
  readonly #frames: Int32Array;
  /** Which callee is next. */
  readonly #next: Int32Array;

  constructor(graph: CallGraph, frames: Int32Array) {
    this.promised = new Float64Array(frames.length);
    this.#graph = graph;
    this.#frames = frames;
    this.#next = graph.first.slice();
  }

  /** With a stack of its own: call graphs are as deep as modules are long. */
  from(root: number): void {
    const { first, callees } = this.#graph;
    if (!this.#isNew(root)) return;
    const path = [root];
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const turn = (this.#next[node] as number)++;
      if (turn >= (first[node + 1] as number)) {
        path.pop();
        this.#leave(node);
      } else if (this.#isNew(callees[turn] as number)) path.push(callees[turn] as number);
    }
  }

  #isNew(node: number): boolean {
    return this.#next[node] === this.#graph.first[node];
  }

  #leave(node: number): void {
    const { first, callees } = this.#graph;
    const frame = this.#frames[node] as number;
    const most = this.#mostFor(node);
    let promised = frame;
    for (let turn = first[node] as number; turn < (first[node + 1] as number); turn++) {
      const callee = callees[turn] as number;
      const behind = this.promised[callee] as number;
      if (behind > 0 && frame + behind <= most) promised = Math.max(promised, frame + behind);
    }
    this.promised[node] = promised;
  }

  #mostFor(node: number): number {
    const most =
      (this.#graph.sizes[node] as number) <= SHORT ? PROMISED_TO_SHORT : PROMISED_TO_LONG;
    return Math.max(most, PROMISED_TO_WIDE * (this.#frames[node] as number));
  }
}
