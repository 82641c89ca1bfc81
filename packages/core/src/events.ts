import { channel, type TracingChannel, tracingChannel } from "node:diagnostics_channel";
import type { Fault } from "./fault.js";
import type { IsolationError } from "./isolation-error.js";

/** Message of `cofferdam:open`. */
export interface OpenEvent {
  readonly kind: string;
  readonly target: string;
  readonly layers: readonly string[];
}

/** Message of `cofferdam:call`. */
export interface CallEvent {
  readonly target: string;
  readonly symbol: string;
  readonly arguments: readonly unknown[];
}

/** Message of `cofferdam:fault`. */
export interface FaultEvent {
  readonly target: string;
  readonly symbol: string;
  readonly layer: string;
  readonly fault: Fault;
  readonly error: IsolationError;
}

/** Message of `cofferdam:notice`: something that a layer noticed and that is nobody's fault. */
export interface NoticeEvent {
  readonly layer: string;
  readonly notice: string;
  readonly [detail: string]: unknown;
}

/** `tracing:cofferdam:open:*`: a target is opened. */
export const openChannel: TracingChannel<unknown, OpenEvent> = tracingChannel("cofferdam:open");
/** `tracing:cofferdam:call:*`: a function is called; only functions linked while someone listens. */
export const callChannel: TracingChannel<unknown, CallEvent> = tracingChannel("cofferdam:call");

const faultChannel = channel("cofferdam:fault");
const noticeChannel = channel("cofferdam:notice");

/** Does anyone listen to the calls? Asked once, when a function is linked: calls are free otherwise. */
export function callsAreTraced(): boolean {
  const { start, end, asyncStart, asyncEnd, error } = callChannel;
  return [start, end, asyncStart, asyncEnd, error].some(({ hasSubscribers }) => hasSubscribers);
}

export function publishFault(event: FaultEvent): void {
  if (faultChannel.hasSubscribers) faultChannel.publish(event);
}

/** For layers: tell whoever listens to `cofferdam:notice`. */
export function publishNotice(event: NoticeEvent): void {
  if (noticeChannel.hasSubscribers) noticeChannel.publish(event);
}
