/** Helpers of one module, or of what runs as one, each in place of the one before. */
import { fail, type Recipe } from "@cofferdam/core";
import { parseReport } from "../../confinement-report.js";
import { moduleHelperPath } from "../../helper-path.js";
import { Breaker } from "../../host/breaker.js";
import { confinementError, piecesOf } from "../../host/helper.js";
import { helperProgram, sealGrants } from "../../host/launch.js";
import type { CheckedOptions } from "../../host/options.js";
import { helperStatus } from "../../host/pool-status.js";
import { START_MS } from "../../limits.js";
import { type HelperProgram, nativeHelper } from "../../native.js";
import type { MessageOf } from "../wire/messages.js";
import { Calls, type CallsParts } from "./calls.js";
import { Channel } from "./channel.js";
import type { HostedModuleStatus, Life } from "./hosted-module.js";

export interface LivesPlan {
  /** Name of the target. */
  readonly name: string;
  readonly target: Recipe;
  readonly layers: readonly Recipe[];
  /** Folders and files that it may read, besides those of the recipes' packages. */
  readonly read: readonly string[];
  readonly compartment: CallsParts["compartment"];
  readonly options: CheckedOptions;
}

type OpenBody = Omit<MessageOf<"open">, "id">;

/** A module that nobody has anything of any more ends its helper. */
const abandoned = new FinalizationRegistry<Channel>((channel) => {
  channel.end({ how: "timed-out", reason: "it was not used any more", offset: 0 });
});

export class Lives {
  /** Calls of each function. */
  readonly counts = new Map<string, number>();
  readonly #plan: LivesPlan;
  readonly #open: OpenBody;
  readonly #program: (fd: number) => HelperProgram;
  readonly #breaker = new Breaker();
  #starts = 0;

  constructor(plan: LivesPlan) {
    this.#plan = plan;
    this.#open = openMessage(plan);
    this.#program = programOf(plan);
  }

  /** @throws ERR_HELPER_BROKEN, ERR_HELPER_UNAVAILABLE, ERR_HELPER_CONFINEMENT, and what importing it throws */
  async begin(): Promise<Life> {
    this.#breaker.check(this.#plan.name);
    const calls = this.#started();
    this.#starts++;
    abandoned.register(calls, calls.conversation.channel);
    return { calls, ...(await this.#imported(calls)) };
  }

  status({ calls, sealError }: Life): HostedModuleStatus["helper"] {
    const { timeout, queue } = this.#plan.options;
    const { channel, waiting, handles, lent } = calls.conversation;
    return {
      limits: { timeout: Number.isFinite(timeout) ? timeout : null, queue },
      waiting,
      handles: handles.live,
      callbacks: lent.count,
      restarts: this.#starts - 1,
      backOff: this.#breaker.wait,
      helpers: channel.isUp ? [helperStatus({ line: channel, isReady: true })] : [],
      confinement: piecesOf(channel.report(), sealError),
    };
  }

  #started(): Calls {
    const { name, compartment, options } = this.#plan;
    const parts: CallsParts = {
      target: name,
      compartment,
      timeout: options.timeout,
      queue: options.queue,
      counts: this.counts,
      answered: () => this.#breaker.answered(),
      ended: (why) => this.#breaker.died(why),
    };
    try {
      return new Calls(parts, (listener) => new Channel(nativeHelper(), this.#program, listener));
    } catch (cause) {
      throw unavailable(name, (cause as Error).message, cause);
    }
  }

  async #imported(calls: Calls): Promise<Omit<Life, "calls">> {
    const { options } = this.#plan;
    try {
      const { sealError, result } = await calls.open(this.#open, START_MS);
      if (sealError !== 0 && requiredBy(options).includes("seccomp"))
        throw confinementError(["seccomp"]);
      return { exports: result.values[0], sealError };
    } catch (error) {
      const { required, notStarted } = parseReport(calls.conversation.channel.report());
      calls.conversation.end(error as Error);
      if (required.length > 0) throw confinementError(required);
      if (notStarted !== undefined) throw unavailable("the module", notStarted, error);
      throw error;
    }
  }
}

function openMessage({ target, layers, options }: LivesPlan): OpenBody {
  const { confinement, traps } = options;
  const seal = confinement === false ? null : { when: sealGrants(confinement), traps };
  return { kind: "open", target, layers, seal };
}

function programOf({ target, layers, read, options }: LivesPlan): (fd: number) => HelperProgram {
  const modules = [target, ...layers].map(({ module }) => module);
  const plan = { options, main: moduleHelperPath, read, modules };
  return (fd) => helperProgram({ ...plan, libraries: [fd] });
}

function requiredBy({ confinement }: CheckedOptions): readonly string[] {
  return confinement === false ? [] : (confinement.require ?? []);
}

function unavailable(target: string, why: string, cause: unknown): Error {
  return fail("ERR_HELPER_UNAVAILABLE", `Cannot start a helper for ${target}: ${why}.`, { cause });
}
