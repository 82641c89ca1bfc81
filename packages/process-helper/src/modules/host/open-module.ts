/** Opens a module, or an addon, in a helper of its own. */
import { afterFaultOf, fail, movedCompartment, type Opening, type Recipe } from "@cofferdam/core";
import { parseReport } from "../../confinement-report.js";
import { moduleHelperPath } from "../../helper-path.js";
import { Breaker } from "../../host/breaker.js";
import { confinementError, piecesOf } from "../../host/helper.js";
import { helperProgram, sealGrants } from "../../host/launch.js";
import type { CheckedOptions } from "../../host/options.js";
import { helperStatus } from "../../host/pool-status.js";
import { layerRecipes, targetRecipe } from "../../host/recipes.js";
import { START_MS } from "../../limits.js";
import { type HelperProgram, nativeHelper } from "../../native.js";
import type { MessageOf } from "../wire/messages.js";
import { Calls, type CallsParts } from "./calls.js";
import { Channel } from "./channel.js";
import { grantedFor } from "./granted.js";
import { HostedModule, type HostedModuleStatus, type Life } from "./hosted-module.js";

/** Opened by this: they have JavaScript to call. */
export function isModule({ kind }: { readonly kind: string }): boolean {
  return kind === "module" || kind === "addon";
}

/** @throws ERR_LAYER_NOT_PORTABLE, ERR_HELPER_UNAVAILABLE, ERR_HELPER_CONFINEMENT, and what importing it throws */
export async function openModule<Exports>(
  opening: Opening<unknown>,
  options: CheckedOptions,
): Promise<HostedModule<Exports>> {
  if (opening.sync) throw syncError(opening.target.name);
  checkPlace(opening.target.name, options);
  const plan = planOf(opening, options);
  return new HostedModule<Exports>(plan, await plan.begin());
}

/** A module that nobody has anything of any more ends its helper. */
const abandoned = new FinalizationRegistry<Channel>((channel) => {
  channel.end({ how: "timed-out", reason: "it was not used any more", offset: 0 });
});

function planOf({ target, inner, outer }: Opening<unknown>, options: CheckedOptions) {
  const open = openMessage(target, layerRecipes(inner), options);
  const program = programOf(open, options);
  const breaker = new Breaker();
  const counts = new Map<string, number>();
  const compartment = movedCompartment(target, outer, afterFaultOf([...outer, ...inner]));
  let starts = 0;
  const parts: CallsParts = {
    target: target.name,
    compartment,
    timeout: options.timeout,
    queue: options.queue,
    counts,
    answered: () => breaker.answered(),
    ended: (why) => breaker.died(why),
  };
  const begin = async (): Promise<Life> => {
    breaker.check(target.name);
    const calls = started(parts, program);
    starts++;
    abandoned.register(calls, calls.conversation.channel);
    return { calls, ...(await imported(calls, open, options)) };
  };
  const status = (life: Life) => statusOf(life, options, { starts, breaker });
  return { compartment, counts, begin, status };
}

type OpenBody = Omit<MessageOf<"open">, "id">;

function openMessage(
  target: Opening<unknown>["target"],
  layers: readonly Recipe[],
  { confinement, traps }: CheckedOptions,
): OpenBody & { readonly target: Recipe; readonly layers: readonly Recipe[] } {
  const seal = confinement === false ? null : { when: sealGrants(confinement), traps };
  return { kind: "open", target: targetRecipe(target), layers, seal };
}

function programOf(
  { target, layers }: { readonly target: Recipe; readonly layers: readonly Recipe[] },
  options: CheckedOptions,
): (fd: number) => HelperProgram {
  const read = options.confinement === false ? [] : grantedFor(target);
  const modules = [target, ...layers].map(({ module }) => module);
  const plan = { options, main: moduleHelperPath, read, modules };
  return (fd) => helperProgram({ ...plan, libraries: [fd] });
}

function started(parts: CallsParts, program: (fd: number) => HelperProgram): Calls {
  try {
    return new Calls(parts, (listener) => new Channel(nativeHelper(), program, listener));
  } catch (cause) {
    throw unavailable(parts.target, (cause as Error).message, cause);
  }
}

async function imported(
  calls: Calls,
  open: OpenBody,
  options: CheckedOptions,
): Promise<Omit<Life, "calls">> {
  try {
    const { sealError, result } = await calls.open(open, START_MS);
    if (sealError !== 0 && required(options).includes("seccomp"))
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

function required({ confinement }: CheckedOptions): readonly string[] {
  return confinement === false ? [] : (confinement.require ?? []);
}

function statusOf(
  { calls, sealError }: Life,
  { timeout, queue }: CheckedOptions,
  { starts, breaker }: { readonly starts: number; readonly breaker: Breaker },
): HostedModuleStatus["helper"] {
  const { channel, waiting, handles, lent } = calls.conversation;
  return {
    limits: { timeout: Number.isFinite(timeout) ? timeout : null, queue },
    waiting,
    handles: handles.live,
    callbacks: lent.count,
    restarts: starts - 1,
    backOff: breaker.wait,
    helpers: channel.isUp ? [helperStatus({ line: channel, isReady: true })] : [],
    confinement: piecesOf(channel.report(), sealError),
  };
}

/** Another helper than the one that was named would be a surprise. @throws ERR_LAYER_NOT_PORTABLE */
function checkPlace(target: string, { socket, program }: CheckedOptions): void {
  if (socket === undefined && program === undefined) return;
  throw fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Cannot open ${target} in a helper at a socket: modules have one of this package. Leave out \`socket\` and \`program\`.`,
  );
}

function syncError(target: string): Error {
  return fail(
    "ERR_LAYER_PROMISE_IN_SYNC",
    `Expected ${target} to be opened with \`await guard.open(…)\`: a module in a helper is imported, which takes its time.`,
  );
}

function unavailable(target: string, why: string, cause: unknown): Error {
  return fail("ERR_HELPER_UNAVAILABLE", `Cannot start a helper for ${target}: ${why}.`, { cause });
}
