import type { AfterFault } from "./after-fault.js";
import { decorate, decorates } from "./decorate.js";
import type { Fault } from "./fault.js";
import type { Gate } from "./gate.js";
import type { IsolationLayer } from "./layer.js";
import type { OwnLinking } from "./linking.js";
import { Standing } from "./standing.js";
import type { FunctionStatus, TargetStatus } from "./target.js";
import type { OwnUse } from "./use.js";

/** What this process knows of a target that a layer has moved to another one. */
export interface MovedCompartment {
  /** Throws unless calls may go in. @param action what was going to be done, for the error */
  assertOpen(action: string): void;
  /** A call goes in: until `leave`, the target is busy. */
  enter(): void;
  leave(): void;
  /** Puts the decorations of the layers on this side around a function. */
  decorate(call: Gate, linking: OwnLinking): Gate;
  /** Would a layer decorate the function? */
  decorates(linking: OwnLinking): boolean;
  /** Asks the layers on this side, as `Compartment` does. @throws what one refuses it with */
  use(use: OwnUse): void;
  /**
   * A call had a fault: counts it, taints and quarantines as `afterFault` says, publishes.
   *
   * @returns the error to throw
   */
  faulted(place: { symbol: string; layer: string }, fault: Fault, cause?: unknown): Error;
  /** Lets calls through again after a fault. @throws ERR_TARGET_DISPOSED, ERR_TARGET_BUSY */
  reopen(reload: () => { fresh: boolean }): void;
  /**
   * The same in two steps, for what takes its time to load.
   *
   * @returns what is called once it is loaded
   */
  beginReopen(): (loaded: { fresh: boolean }) => void;
  /** The process was replaced by a new one: no longer tainted, and open again if it was quarantined. */
  replaced(): void;
  /** Ends all calls. Idempotent. @throws ERR_TARGET_BUSY */
  dispose(): void;
  /** @param functions what was called through it */
  status(functions: readonly FunctionStatus[]): TargetStatus;
}

/**
 * For layers that move targets: the walls around one, on this side.
 *
 * @param layers those on this side, outermost first
 */
export function movedCompartment(
  target: { name: string; kind: string },
  layers: readonly IsolationLayer[],
  afterFault: AfterFault,
): MovedCompartment {
  const doors = { liveCalls: () => 0, shut: () => {} };
  const standing = new Standing(target, afterFault, doors, layers);
  const named = (linking: OwnLinking) => ({ target: target.name, opened: target, ...linking });
  return {
    assertOpen: (action) => standing.assertOpen(action),
    enter: () => standing.enter(),
    leave: () => standing.leave(),
    decorate: (call, linking) => decorate(call, layers, named(linking)),
    decorates: (linking) => decorates(layers, named(linking)),
    use: (use) => standing.use(use),
    faulted: (place, fault, cause) => standing.faulted(place, fault, cause),
    reopen: (reload) => standing.reopen(reload),
    beginReopen: () => standing.beginReopen(),
    replaced: () => standing.replaced(),
    dispose: () => standing.dispose(),
    status: (functions) => standing.status(functions),
  };
}
