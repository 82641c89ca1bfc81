import type { MemoryView } from "../abi/memory-view.js";
import { type Allowance, EXPORTED } from "../metering/index.js";
import { instantiate } from "../program/instantiate.js";
import type { Program } from "../program/program.js";
import type { HostCalls } from "./host-functions.js";
import { type Image, imageOf } from "./image.js";
import { INITIALIZE } from "./initialize.js";
import type { World } from "./world.js";

/** What an instance is made of, besides its module. */
export interface StateParts {
  readonly program: Program;
  readonly world: World;
  readonly hostCalls: HostCalls;
  readonly allowance: Allowance;
  readonly memory: MemoryView;
  /** Runs a function that comes before all calls. */
  readonly start: (symbol: string) => void;
}

/** An instance, which can be put back to what it was when it was opened. */
export class State {
  readonly #parts: StateParts;
  #exports: Readonly<Record<string, unknown>> = {};
  #image: Image | undefined;
  /** Of the guest's own stack in its memory, where the module tells: what it is when nothing runs. */
  #stackPointer: number | bigint | undefined;

  constructor(parts: StateParts) {
    this.#parts = parts;
  }

  /** Raw: what is called is not limited. */
  get exports(): Readonly<Record<string, unknown>> {
    return this.#exports;
  }

  get memories(): readonly WebAssembly.Memory[] {
    return this.#parts.program.manifest.memories.map(
      ({ exported }) => this.#exports[exported] as WebAssembly.Memory,
    );
  }

  /** @throws ERR_WASM_IMPORT, ERR_WASM_INVALID, what its start function ends in */
  make(): void {
    const { program, world, hostCalls, allowance, memory, start } = this.#parts;
    const linked = hostCalls.link(program.manifest, world.imports);
    const imports = { ...linked, ...allowance.imports } as WebAssembly.Imports;
    this.#exports = instantiate(program, imports);
    allowance.attach(this.#exports);
    const [first] = this.memories;
    memory.bind(first);
    world.bind(first, allowance);
    for (const symbol of [EXPORTED.start, INITIALIZE]) {
      if (typeof this.#exports[symbol] === "function") start(symbol);
    }
    this.#image = imageOf(program.manifest, this.#exports);
    this.#stackPointer = this.#stackGlobal()?.value;
  }

  /** Where nothing else does it, by a new instance. @throws as `make` */
  restore(): void {
    const { allowance, world } = this.#parts;
    allowance.restoreStack();
    world.reset();
    if (this.#image?.restore() !== true) this.make();
  }

  /** A function of the host threw through frames of the guest, which gave nothing back of its own stack. */
  restoreStackPointer(): void {
    const global = this.#stackGlobal();
    if (global) global.value = this.#stackPointer;
  }

  #stackGlobal(): WebAssembly.Global | undefined {
    const { stackPointer } = this.#parts.program.manifest;
    return stackPointer === undefined
      ? undefined
      : (this.#exports[stackPointer] as WebAssembly.Global);
  }
}
