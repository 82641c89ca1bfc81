import { afterFaultOf } from "./deciding-layer.js";
import { decorate, decorates } from "./decorate.js";
import type { Fault } from "./fault.js";
import type { Gate } from "./gate.js";
import type { IsolationLayer } from "./layer.js";
import type { OwnLinking } from "./linking.js";
import { Links } from "./links.js";
import type { NativeHalf } from "./native-half.js";
import { type Doors, Standing } from "./standing.js";
import type {
  Compartment,
  FunctionStatus,
  Link,
  LinkOptions,
  Reloaded,
  Target,
  TargetStatus,
} from "./target.js";
import type { OwnUse } from "./use.js";

/** The walls around one open target of this process: what is linked, and how it stands. */
export class OpenCompartment implements Compartment, Doors {
  readonly #standing: Standing;
  readonly #target: Target<unknown>;
  readonly #layers: readonly IsolationLayer[];
  readonly #natives: readonly NativeHalf[];
  /** undefined: nothing is linked. Such a target works where there is no native code of ours, and is light. */
  #links: Links | undefined;

  constructor(target: Target<unknown>, layers: readonly IsolationLayer[]) {
    this.#target = target;
    this.#layers = layers;
    this.#natives = nativesOf(layers);
    this.#standing = new Standing(target, afterFaultOf(layers), this, layers);
  }

  link(options: LinkOptions): Link {
    if (!options.calledByHost) this.assertOpen(`link ${options.symbol}`);
    this.#links ??= new Links(this.#standing, this.#natives);
    return this.#links.link(options);
  }

  decorate(call: Gate, linking: OwnLinking): Gate {
    return decorate(call, this.#layers, this.#named(linking));
  }

  decorates(linking: OwnLinking): boolean {
    return decorates(this.#layers, this.#named(linking));
  }

  use(use: OwnUse): void {
    this.#standing.use(use);
  }

  enter(): void {
    this.#standing.enter();
  }

  leave(): void {
    this.#standing.leave();
  }

  assertOpen(action: string): void {
    this.#standing.assertOpen(action);
  }

  faulted(place: { symbol: string; layer: string }, fault: Fault, cause?: unknown): Error {
    return this.#standing.faulted(place, fault, cause);
  }

  reopen(reload: () => Reloaded): void {
    this.#standing.reopen(() => {
      const { fresh, addressOf } = reload();
      this.#links?.admitAll(addressOf);
      return { fresh };
    });
  }

  dispose(): void {
    this.#standing.dispose();
  }

  status(unlinked: readonly FunctionStatus[] = []): TargetStatus {
    return this.#standing.status([...(this.#links?.statuses() ?? []), ...unlinked]);
  }

  liveCalls(): number {
    return this.#links?.liveCalls ?? 0;
  }

  shut(why: "quarantined" | "disposed"): void {
    this.#links?.refuseAll(why);
  }

  #named(linking: OwnLinking) {
    return { target: this.#target.name, opened: this.#target, ...linking };
  }
}

const NONE: readonly NativeHalf[] = [];

/** Loads them. */
function nativesOf(layers: readonly IsolationLayer[]): readonly NativeHalf[] {
  const natives = layers.flatMap((layer) => layer.native?.() ?? NONE);
  return natives.length > 0 ? natives : NONE;
}
