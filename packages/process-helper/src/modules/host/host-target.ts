/** Targets that have a handle on this side, and run in a helper as a module does. */
import type {
  Opening,
  ProcessWalls,
  Recipe,
  Target,
  TargetHost,
  TargetProcess,
} from "@cofferdam/core";
import type { CheckedOptions } from "../../host/options.js";
import { NO_LIMITS } from "./call-limits.js";
import { type Handle, handleOf } from "./handle.js";
import type { Life } from "./hosted-module.js";
import { Lives } from "./lives.js";
import { checkOpening } from "./open-module.js";

/** @returns the target to be opened in place of it @throws ERR_LAYER_PROMISE_IN_SYNC, ERR_LAYER_NOT_PORTABLE */
export function hostTarget<T>(
  opening: Opening<T>,
  hostedBy: NonNullable<Target<T>["hostedBy"]>,
  options: CheckedOptions,
): Target<T> {
  checkOpening(opening, options);
  return hostedBy(new HelperHost(opening.target.name, options));
}

class HelperHost implements TargetHost {
  readonly #name: string;
  readonly #options: CheckedOptions;
  #lives: Lives | undefined;

  constructor(name: string, options: CheckedOptions) {
    this.#name = name;
    this.#options = options;
  }

  async begin(target: Recipe, compartment: ProcessWalls): Promise<TargetProcess> {
    const [name, options] = [this.#name, this.#options];
    this.#lives ??= new Lives({ name, target, layers: [], read: [], compartment, options });
    return new HostedProcess(await this.#lives.begin());
  }
}

class HostedProcess implements TargetProcess {
  readonly #life: Life;

  constructor(life: Life) {
    this.#life = life;
  }

  get isUp(): boolean {
    return this.#life.calls.conversation.lost === undefined;
  }

  call(symbol: string, name: string, args: readonly unknown[]): Promise<unknown> {
    const exports = handleOf(this.#life.exports as object) as Handle;
    return this.#life.calls.call(exports, name, args, NO_LIMITS, symbol);
  }

  end(why: Error): void {
    this.#life.calls.conversation.end(why);
  }
}
