import type { Gate } from "@cofferdam/core";

/** JavaScript Promise Integration (WebAssembly proposal, phase 4): TypeScript's libraries do not know it yet. */
interface PromiseIntegration {
  readonly Suspending: new (call: Gate) => object;
  promising(call: Gate): Gate;
}

const engine = WebAssembly as unknown as Partial<PromiseIntegration>;

/** Can a guest wait on this thread, and the thread do something else? Node 24 and later. */
export const hasPromiseIntegration: boolean = typeof engine.Suspending === "function";

/** To be imported by a module: its guest waits for the promise that the function returns. */
export function suspendingImport(call: Gate): object {
  return new (engine as PromiseIntegration).Suspending(call);
}

const known = new WeakMap<Gate, Gate>();

/** An export, on a stack of its own that can be left while it waits: returns promises. */
export function promising(call: Gate): Gate {
  const before = known.get(call);
  if (before !== undefined) return before;
  const made = (engine as PromiseIntegration).promising(call);
  known.set(call, made);
  return made;
}

/** Is it what the engine throws where a guest would have to wait and cannot? */
export function isSuspendError(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === "SuspendError";
}
