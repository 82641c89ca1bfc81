/** How a helper ended: whose fault it was, and what the others are told. */
import { type Fault, type IsolationError, isolationError } from "@cofferdam/core";
import { LAYER } from "../../host/caller.js";
import type { Down } from "../../host/down.js";
import { type Ended, faultOf, type LastCall } from "../../host/faults.js";
import type { Request } from "./requests.js";

export class HelperEnd {
  /** What the helper was asked for last. */
  lastSymbol = "import";
  readonly #target: string;
  #late: { readonly request: Request; readonly isAborted: boolean } | undefined;
  #others: Fault | undefined;

  constructor(target: string) {
    this.#target = target;
  }

  /** The helper is ended because of a request. */
  expired(request: Request, isAborted: boolean): void {
    this.#late ??= { request, isAborted };
  }

  /** What its end is; as far as one knows, it was at what it was asked for last. */
  fault(ended: Ended, down: Down): { readonly symbol: string; readonly fault: Fault } {
    const late = this.#late?.request;
    const { symbol, timeout, elapsed } = late ?? {
      symbol: this.lastSymbol,
      timeout: 0,
      elapsed: 0,
    };
    const call: LastCall = { symbol, timeout, elapsed };
    const how = down.how === "timed-out" ? "died" : down.how;
    this.#others = faultOf(ended, { ...down, how }, call);
    const isAborted = this.#late?.isAborted === true;
    return { symbol, fault: faultOf(ended, down, isAborted ? { ...call, aborted: true } : call) };
  }

  /** What came of another request that the helper had: who was not late has lost it to who was. */
  errorFor(request: Request, lost: Error): Error {
    const { symbol } = lost as IsolationError;
    if (this.#late ? request === this.#late.request : request.symbol === symbol) return lost;
    const place = { target: this.#target, symbol: request.symbol, layer: LAYER };
    return isolationError(this.#others as Fault, place);
  }
}
