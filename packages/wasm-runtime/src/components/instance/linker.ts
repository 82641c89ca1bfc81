import { fail, type Gate } from "@cofferdam/core";
import { EXPORTED } from "../../metering/index.js";
import type { Program } from "../../program/program.js";
import type { Budget } from "../limits/budget.js";
import { Member } from "../limits/member.js";
import type { Space } from "../limits/space.js";
import type { Crossings } from "./crossings.js";
import type { Payload } from "./payload.js";
import { Views } from "./view.js";

/** Makes the instances of core modules for one instance of a component. */
export class Linker {
  readonly #budget: Budget;
  readonly #space: Space;
  readonly #crossings: Crossings;
  readonly #views: Views;

  /** @param enter runs a function of a core module, which may be called from nobody's call */
  constructor(
    budget: Budget,
    space: Space,
    crossings: Crossings,
    payload: Payload,
    enter: (symbol: string, call: () => unknown) => unknown,
  ) {
    this.#budget = budget;
    this.#space = space;
    this.#crossings = crossings;
    this.#views = new Views(payload, enter);
  }

  /** What the glue calls for each. @throws ERR_WASM_LIMIT, ERR_WASM_INVALID, what its start function ends in */
  readonly instantiate = (core: unknown, imports: WebAssembly.Imports = {}) => {
    const program = core as Program;
    this.#space.check(program);
    const member = new Member(program, this.#budget.ask);
    const { exports } = instanceOf(program, { ...this.#linked(imports), ...member.imports });
    member.attach(exports);
    this.#budget.join(member);
    const start = exports[EXPORTED.start];
    if (typeof start === "function") this.#start(start as Gate);
    return { exports: this.#views.of(exports) };
  };

  /** All that the guest does while it is opened: the rest of the time is the host's. */
  #start(start: Gate): void {
    this.#budget.startClock();
    start();
    this.#budget.stopClock();
  }

  /** Exports of other core modules as they are; all else that can be called is the host's. */
  #linked(imports: WebAssembly.Imports): WebAssembly.Imports {
    const linked: WebAssembly.Imports = Object.create(null);
    for (const [module, names] of Object.entries(imports)) {
      const values: WebAssembly.ModuleImports = Object.create(null);
      for (const [name, value] of Object.entries(names)) {
        values[name] = this.#link(value, `${module}.${name}`) as WebAssembly.ImportValue;
      }
      linked[module] = values;
    }
    return linked;
  }

  #link(value: unknown, symbol: string): unknown {
    const original = this.#views.originalOf(value);
    if (original !== undefined) return original;
    return typeof value === "function" ? this.#crossings.guarded(value as Gate, symbol) : value;
  }
}

function instanceOf(program: Program, imports: WebAssembly.Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(program.module, imports);
  } catch (cause) {
    throw fail(
      "ERR_WASM_INVALID",
      `Cannot instantiate ${program.name}: ${(cause as Error).message}.`,
      { cause },
    );
  }
}
