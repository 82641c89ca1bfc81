/** What is said between the host and the thread that a module runs in, beside remote/messages.ts. */
import type { MessagePort } from "node:worker_threads";
import type { Limits } from "../limits.js";
import type {
  Answer,
  HostCall,
  HostReply,
  Opened,
  Reach,
  Reached,
  Request,
  Thrown,
} from "../remote/messages.js";
import type { PortableGranted } from "../remote/packing.js";
import type { PortableProgram } from "./portable-program.js";

/** What a thread is started with. */
export interface ThreadData {
  /** What answers its calls of the host: read while the thread waits. */
  readonly replies: MessagePort;
  /** Counts what was sent there: waited for. */
  readonly signal: SharedArrayBuffer;
}

/** What a module is opened with. */
export interface OpenRequest {
  readonly kind: "open";
  readonly program: PortableProgram;
  readonly limits: Limits;
  readonly granted: PortableGranted;
}

/** To the thread; one at a time. */
export type ToThread = OpenRequest | Request;

/** What it reads while it waits for the host. */
export type ToWaiting = ({ readonly kind: "reply" } & HostReply) | Reach;

export type FromThread =
  | { readonly kind: "up" }
  | { readonly kind: "opened"; readonly opened?: Opened; readonly thrown?: Thrown }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "host-call"; readonly hostCall: HostCall }
  | { readonly kind: "reached"; readonly reached: Reached };
