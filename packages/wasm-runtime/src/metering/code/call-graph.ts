/**
 * Which functions' calls are counted: of those that can be on the stack more than once, of those that call the host, which
 * has to know how deep it is, and of all that lead to them. Of the others each is there once at most, behind all that are
 * counted, so that the dearest chain of them is a number that is known beforehand.
 */

/** Who calls whom. */
export interface CallGraph {
  /** Callees of function `n`: `callees[first[n]]` up to `callees[first[n + 1]]`; `functions` itself: through a table. */
  readonly first: Int32Array;
  readonly callees: Int32Array;
  readonly functions: number;
  /** By function: 1 when it calls the host, or may. */
  readonly callsHost: Uint8Array;
  /** Those that can be called through a table or a reference. */
  readonly escaping: readonly number[];
}

export interface Counted {
  /** By function: 1 when its calls are counted. */
  readonly counted: Uint8Array;
  /** Bytes of native stack of the dearest chain of the others. */
  readonly chainBytes: number;
}

/**
 * Strongly connected components, callees first: Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1
 * (1972). With a stack of its own: call graphs are as deep as modules are long.
 *
 * @param bytesOf native stack that a call of a function takes
 */
export function findCounted(graph: CallGraph, bytesOf: (index: number) => number): Counted {
  const search = new Search(graph, bytesOf);
  for (let root = 0; root < graph.functions; root++) search.from(root);
  return search;
}

class Search implements Counted {
  readonly counted: Uint8Array;
  chainBytes = 0;
  readonly #graph: CallGraph;
  readonly #bytesOf: (index: number) => number;
  /** The order that nodes are met in, from 1; 0: not yet. */
  readonly #met: Int32Array;
  readonly #low: Int32Array;
  /** Which callee is next. */
  readonly #next: Int32Array;
  readonly #isOpen: Uint8Array;
  /** Dearest chain from here, of nodes that are not counted. */
  readonly #chain: Float64Array;
  readonly #component: number[] = [];
  #clock = 0;

  constructor(graph: CallGraph, bytesOf: (index: number) => number) {
    const nodes = graph.functions + 1; // the last one stands for tables and references
    this.#graph = graph;
    this.#bytesOf = bytesOf;
    this.counted = new Uint8Array(nodes);
    this.#met = new Int32Array(nodes);
    this.#low = new Int32Array(nodes);
    this.#next = new Int32Array(nodes);
    this.#isOpen = new Uint8Array(nodes);
    this.#chain = new Float64Array(nodes);
  }

  from(root: number): void {
    if (this.#met[root] !== 0) return;
    const path = [this.#meet(root)];
    while (path.length > 0) {
      const node = path[path.length - 1] as number;
      const callee = this.#callee(node, (this.#next[node] as number)++);
      if (callee === undefined) {
        path.pop();
        this.#leave(node);
        const caller = path[path.length - 1];
        if (caller !== undefined) this.#lower(caller, this.#low[node] as number);
      } else if (this.#met[callee] === 0) path.push(this.#meet(callee));
      else if (this.#isOpen[callee]) this.#lower(node, this.#met[callee] as number);
    }
  }

  #callee(node: number, turn: number): number | undefined {
    const { first, callees, functions, escaping } = this.#graph;
    if (node === functions) return escaping[turn];
    const at = (first[node] as number) + turn;
    return at < (first[node + 1] as number) ? callees[at] : undefined;
  }

  #meet(node: number): number {
    this.#met[node] = this.#low[node] = ++this.#clock;
    this.#component.push(node);
    this.#isOpen[node] = 1;
    return node;
  }

  #lower(node: number, low: number): void {
    if (low < (this.#low[node] as number)) this.#low[node] = low;
  }

  #leave(root: number): void {
    if (this.#low[root] !== this.#met[root]) return;
    const members = this.#component.splice(this.#component.lastIndexOf(root));
    for (const member of members) this.#isOpen[member] = 0;
    if (members.length > 1 || this.#leadsToCounted(root)) {
      for (const member of members) this.counted[member] = 1;
      return;
    }
    const chain = this.#chainBehind(root) + this.#bytesIn(root);
    this.#chain[root] = chain;
    if (chain > this.chainBytes) this.chainBytes = chain;
  }

  #leadsToCounted(node: number): boolean {
    if (this.#graph.callsHost[node] === 1) return true;
    for (let turn = 0; ; turn++) {
      const callee = this.#callee(node, turn);
      if (callee === undefined) return false;
      if (callee === node || this.counted[callee] === 1) return true;
    }
  }

  #bytesIn(node: number): number {
    return node === this.#graph.functions ? 0 : this.#bytesOf(node);
  }

  #chainBehind(node: number): number {
    let most = 0;
    for (let turn = 0; ; turn++) {
      const callee = this.#callee(node, turn);
      if (callee === undefined) return most;
      most = Math.max(most, this.#chain[callee] as number);
    }
  }
}
