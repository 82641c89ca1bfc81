import { type Compartment, type Gate, IsolationError, type Link } from "@cofferdam/core";
import koffi from "koffi";
import { unlessAborted } from "./async-abort.js";
import { needsPreparing } from "./async-arguments.js";
import { AsyncCall, type AsyncContext, type AsyncLink } from "./async-call.js";
import { linkPool } from "./async-links.js";
import { splitOptions } from "./async-options.js";
import { asyncType } from "./async-outputs.js";
import type { Declaration } from "./declaration.js";

/**
 * The asynchronous form of a function: calls run on libuv's threads, each on a stack of its own. Whatever is wrong
 * with a call, its promise rejects.
 *
 * @param makeLink a new link to the function; each serves one call at a time, so that a fault is the right call's
 */
export function asyncFunction(
  declared: Declaration,
  compartment: Compartment,
  makeLink: () => Link,
): Gate {
  const { name: symbol, parameters } = declared;
  const links = linkPool(() => callable(declared, makeLink));
  const prepares = parameters.some(needsPreparing);
  const context: AsyncContext = { symbol, parameters, prepares, compartment, links };
  return (...args) => {
    try {
      return begin(context, args);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/**
 * What the user calls: its promises reject as soon as a call is aborted. Everything else is inside of it, since layers
 * are to see a call's real end, until which the guest has its arguments.
 */
export function abortable(call: Gate, { parameters }: Declaration): Gate {
  const gate: Gate = async (...args) => {
    try {
      const pending = call(...args);
      const { signal } = Object(args[parameters.length]) as { signal?: unknown };
      return await (signal instanceof AbortSignal ? unlessAborted(pending, signal) : pending);
    } catch (error) {
      // made in koffi's callback, which knows nothing of who waits: now the stack is that of the `await`
      if (error instanceof IsolationError) Error.captureStackTrace(error, gate);
      throw error;
    }
  };
  return gate;
}

function callable(declared: Declaration, makeLink: () => Link): AsyncLink {
  const type = asyncType(declared);
  const link = makeLink();
  const raw = koffi.decode(link.address, type) as { async: AsyncLink["start"] };
  link.unlinkWith(raw);
  return { link, start: (...args) => raw.async(...args) };
}

function begin(context: AsyncContext, args: readonly unknown[]): Promise<unknown> {
  const { given, signal } = splitOptions(args, context.parameters.length);
  return new AsyncCall(context, given, signal).run();
}
