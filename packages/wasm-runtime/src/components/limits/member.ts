import { EXPORTED, HOST_FUNCTION, type Manifest, RESERVED } from "../../metering/index.js";
import type { Program } from "../../program/program.js";

/** What the metered code of a core module asks its host (metering/contract.ts). */
export type Ask = (member: Member, what: number, amount: number) => number;

/** One instance of a core module, as the budget of its component sees it. */
export class Member {
  readonly program: Program;
  /** To be linked with the module. */
  readonly imports: WebAssembly.Imports;
  /** What its fuel was when it was last accounted for. */
  granted = 0;
  /** Units that it is granted at once. */
  slice = 0;
  /** When it was last granted some. */
  refilledAt = 0;
  /** Frame units that it may use. */
  units = 0;
  memory: WebAssembly.Memory | undefined;
  tables: readonly WebAssembly.Table[] = [];
  #fuel: WebAssembly.Global | undefined;
  #stack: WebAssembly.Global | undefined;
  #elements: WebAssembly.Global | undefined;

  constructor(program: Program, ask: Ask) {
    this.program = program;
    const limit = (what: number, amount: number) => ask(this, what, amount);
    this.imports = { [RESERVED]: { [HOST_FUNCTION]: limit } };
  }

  /** @param exports of the instance, which was not called before */
  attach(exports: Readonly<Record<string, unknown>>): void {
    const { memories, tables } = this.manifest;
    this.#fuel = exports[EXPORTED.fuel] as WebAssembly.Global | undefined;
    this.#stack = exports[EXPORTED.stack] as WebAssembly.Global | undefined;
    this.#elements = exports[EXPORTED.elements] as WebAssembly.Global | undefined;
    this.memory = memories[0] && (exports[memories[0].exported] as WebAssembly.Memory);
    this.tables = tables.map(({ exported }) => exports[exported] as WebAssembly.Table);
    // none are left at any time: its memory grows by asking, for there are others that it counts with
    const pages = exports[EXPORTED.pages] as WebAssembly.Global | undefined;
    if (pages) pages.value = 0;
  }

  get manifest(): Manifest {
    return this.program.manifest;
  }

  get growsTables(): boolean {
    return this.#elements !== undefined;
  }

  set elements(most: number) {
    if (this.#elements) this.#elements.value = clamped(most);
  }

  grant(units: number): void {
    this.granted = units;
    if (this.#fuel) this.#fuel.value = units;
  }

  /** @returns what it has used since it was last asked */
  settle(): number {
    if (this.#fuel === undefined) return 0;
    const used = this.granted - (this.#fuel.value as number);
    this.granted -= used;
    return used;
  }

  /** Its frames are gone. @param units that it may use from now on */
  restoreStack(units: number): void {
    this.units = units;
    if (this.#stack) this.#stack.value = clamped(units - this.manifest.stack.chainUnits);
  }

  /** There is room for what is promised to the functions that are called first. */
  get isDeepEnough(): boolean {
    return this.units >= this.manifest.stack.chainUnits;
  }

  /** Frame units that its frames take, with what is promised to the functions that are called first. */
  get stackUsed(): number {
    return this.#stack ? this.units - this.stackLeft : this.manifest.stack.chainUnits;
  }

  get stackLeft(): number {
    return (this.#stack?.value as number | undefined) ?? 0;
  }
}

function clamped(value: number): number {
  return Math.max(-1, Math.min(value, 2 ** 31 - 1));
}
