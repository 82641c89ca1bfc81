import { type FunctionStatus, fail, type TargetStatus } from "@cofferdam/core";
import { Calls } from "../instance/calls.js";
import type { Call, Invoke, WasmInstance } from "../instance/wasm-instance.js";
import type { LiveInstances } from "../live-instances.js";
import type { HostFunction } from "./host-desk.js";
import type { Opened } from "./messages.js";
import type { Place } from "./peer.js";
import { onlyAsync, RemoteGuest, type Walls } from "./remote-guest.js";

export interface RemoteParts {
  readonly name: string;
  readonly functions: readonly HostFunction[];
  readonly place: Place;
  readonly walls: Walls;
  /** What `status()` says of its functions. */
  readonly mode: FunctionStatus["mode"];
  /** That it is one of. */
  readonly instances?: LiveInstances;
}

/** What a target opens to whose module runs in another thread or process. */
export class RemoteInstance implements WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly memory = undefined;
  readonly sha256: string;
  readonly call: Call;
  readonly invoke: Invoke;
  readonly #guest: RemoteGuest;
  readonly #parts: RemoteParts;
  readonly #release: () => void;

  /** @throws what opening the module ends in */
  static async open(parts: RemoteParts): Promise<RemoteInstance> {
    const { name, functions, place, walls, instances } = parts;
    const release = instances?.add(name, parts) ?? (() => {});
    try {
      const guest = new RemoteGuest(name, functions, place, walls);
      return new RemoteInstance(parts, guest, await guest.open(), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  private constructor(parts: RemoteParts, guest: RemoteGuest, opened: Opened, release: () => void) {
    const calls = new Calls(guest, parts.walls);
    this.#release = release;
    this.#parts = parts;
    this.#guest = guest;
    this.sha256 = opened.sha256;
    this.exports = exportsOf(opened, calls, parts.name);
    this.call = calls.call();
    this.invoke = calls.invoke();
  }

  yield(): never {
    throw onlyAsync(this.#parts.name);
  }

  status(): TargetStatus {
    const { walls, mode } = this.#parts;
    const called = [...this.#guest.calls].filter(([, calls]) => calls > 0);
    return walls.status(called.map(([symbol, calls]) => ({ symbol, calls, mode })));
  }

  reset(): void {
    const { walls, name } = this.#parts;
    walls.assertOpen("reset it");
    if (this.#guest.isRunning) throw busy(name);
    this.#guest.restore();
  }

  reopen(): void {
    this.#parts.walls.reopen(() => {
      this.#guest.restore();
      return { fresh: true, addressOf: () => 0n };
    });
  }

  dispose(): void {
    this.#parts.walls.dispose();
    this.#guest.close();
    this.#release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Memories, globals and tables are where the module is: they do not show when all are listed, and whoever asks is told. */
function exportsOf(
  { exports }: Opened,
  calls: Calls,
  name: string,
): Readonly<Record<string, unknown>> {
  const made: Record<string, unknown> = Object.create(null);
  for (const each of exports) {
    if (each.isFunction) made[each.name] = calls.functionOf(each.name);
    else {
      const get = () => {
        throw elsewhere(each.name, name);
      };
      Object.defineProperty(made, each.name, { get, enumerable: false });
    }
  }
  return Object.freeze(made);
}

function elsewhere(symbol: string, name: string): Error {
  return fail(
    "ERR_WASM_SUSPEND",
    `Cannot reach ${symbol} of ${name}: it runs in a worker, or in a helper, and only its functions are called from here. ` +
      "Have a function of the host read and write its memory (`suspending`), or pass bytes with `invoke.async`.",
  );
}

function busy(name: string): Error {
  return fail(
    "ERR_TARGET_BUSY",
    `Cannot reset ${name}: one of its calls is still running. Do it when its promise is settled.`,
  );
}
