import { loadNative, nativeFile } from "@cofferdam/core";

/** Bytes of a record; native/ring/ring.h has its layout. */
export const RECORD_BYTES = 64;
/** Most requests in flight; records in the buffers of several. */
export const MAX_RECORDS = 1024;

/** `kind` of a record: enum Kind of native/ring/ring.h. */
export const kinds = {
  call: 1,
  reply: 2,
  returned: 3,
  failed: 4,
  callback: 5,
  /** Requests of this number and up mean what the layer above wants. */
  firstOwn: 16,
} as const;

/** What becomes of a request: enum Outcome of native/ring/host_ring.h. */
export const outcomes = {
  ok: 0,
  timedOut: 1,
  /** For good; `state[0]` says how it was noticed. */
  died: 2,
  /** For good: the helper did not keep to the protocol; `state[0]` says how. */
  broken: 3,
  /** Nothing was sent: `MAX_RECORDS` requests are in flight. */
  full: 4,
} as const;

/** By `state[0]`: enum Reason of native/ring/host_ring.h. */
export const reasons = [
  "none",
  "it has exited",
  "it closed its doorbell",
  "it published more responses than it can have made",
  "it answered a request that it was not at",
  "it published a response of no known kind",
  "it rang the doorbell again and again for nothing",
  "poll() failed",
] as const;

/** What a seal leaves to the helper; `noExecMemory` takes: enum When of native/confinement/syscall_rules.h. */
export const sealWhen = { network: 1, processes: 2, write: 4, noExecMemory: 8 } as const;

declare const host: unique symbol;
declare const arena: unique symbol;
declare const helper: unique symbol;
export interface HostHandle {
  readonly [host]: true;
}
export interface ArenaHandle {
  readonly [arena]: true;
}
export interface HelperHandle {
  readonly [helper]: true;
}

/** The host's side. All but `payload` is out of the helper's reach. */
export interface HostRing {
  readonly handle: HostHandle;
  /** `MAX_RECORDS` records: what `publish` sends. `call` and `reply` send the first. */
  readonly requests: ArrayBuffer;
  /** One record: what `call` and `reply` waited for, checked. */
  readonly response: ArrayBuffer;
  /** `MAX_RECORDS` records: what `take` took. */
  readonly taken: ArrayBuffer;
  /** Two int32, renewed by whatever returns an outcome: the reason, and whether `take` has to be called without a ring of the doorbell. */
  readonly state: ArrayBuffer;
  /** Shared memory: what is read twice may have changed in between. */
  readonly payload: ArrayBuffer;
}

/** Memory for buffers, of as many helpers as are spawned with it. Zeros until it is written to, and costs nothing until then. */
export interface Arena {
  readonly handle: ArenaHandle;
  /** Shared, as a ring's payload is. */
  readonly buffer: ArrayBuffer;
}

/** The helper's side; `request` and `response` are one record each. */
export interface HelperRing {
  readonly handle: HelperHandle;
  readonly request: ArrayBuffer;
  readonly response: ArrayBuffer;
  readonly payload: ArrayBuffer;
  readonly payloadAddress: bigint;
}

/** The helper's view of an arena. */
export interface HelperArena {
  readonly buffer: ArrayBuffer;
  readonly address: bigint;
}

export interface HelperProgram {
  readonly path: string;
  /** Without the program's name. */
  readonly args: readonly string[];
  /** `NAME=value`; nothing is inherited. */
  readonly env: readonly string[];
  /** Memory that its `openArena` maps. */
  readonly arena?: ArenaHandle | undefined;
  /** Further descriptors that it is given copies of; `helperFds` says where. */
  readonly fds: readonly number[];
  /** Does it report? Then what it writes to its descriptor is for `readReport`. */
  readonly report: boolean;
  /** Its standard output and error: the last of it is kept for `outputTail`, or it is the host's, or it goes nowhere. */
  readonly output: "tail" | "inherit" | "null";
}

/** Descriptors of a helper, besides standard input, which is empty. What it is not given is /dev/null there. */
export const helperFds = {
  ring: 3,
  doorbell: 4,
  arena: 5,
  report: 6,
  /** The first of `fds`. */
  first: 7,
} as const;

/** Exit code or signal, the other is -1; both are when somebody else reaped it. */
export interface Ending {
  readonly code: number;
  readonly signal: number;
}

/** What native/addon_*.cc exports. Failing system calls throw, with `errno`. */
export interface NativeHelper {
  /** A ring for one helper. Its memory cannot be resized by anybody. */
  createRing(payloadBytes: number): HostRing;
  /** A stream between two processes: the host's descriptor, and the helper's, one of its `fds`. The caller closes both. */
  createChannel(): readonly [host: number, helper: number];
  /** Starts the helper, once for a ring. Returns its pid. */
  spawn(ring: HostHandle, program: HelperProgram): number;
  /**
   * Sends `requests[0]`, waits, leaves what came in `response`: the response, or a callback. A callback has to be answered by
   * `reply`; calls before that are calls within the callback. Writes the request's id to `requests[0]`.
   *
   * @param timeoutMs Infinity: none; 0: looks once, at once
   */
  call(ring: HostHandle, timeoutMs: number): number;
  /** Answers the open callback with `requests[0]`, waits for the response to `id` as `call` does. @param id -1: does not wait */
  reply(ring: HostHandle, id: number, timeoutMs: number): number;
  /** Waits until there is something to `take`. Returns the outcome. */
  await(ring: HostHandle, timeoutMs: number): number;
  /**
   * Sends that many of `requests` and writes their ids to them; they are answered in this order. By the 16 or so, the helper is
   * at work while more are made.
   */
  publish(ring: HostHandle, count: number): number;
  /** Moves what has come to `taken`, up to the first callback. Returns how many, or an outcome as a negative number. */
  take(ring: HostHandle): number;
  /**
   * Has the next response wake the event loop. False: something is there already, or came within a spin. Waking the loop costs
   * more than to look again: whoever took something better takes again in a setImmediate, and arms when there was nothing.
   */
  arm(ring: HostHandle): boolean;
  /** Calls back when the doorbell rings and when the helper ends: it is time to `take`, then to `arm` again. Reads the helper's output. */
  watch(ring: HostHandle, callback: () => void): void;
  unwatch(ring: HostHandle): void;
  /** Does the watch keep the event loop alive? At first it does. */
  setReferenced(ring: HostHandle, referenced: boolean): void;
  /** Offset of a new block in the payload, a multiple of 64; -1: no room. What was there before still is. */
  allocate(ring: HostHandle, bytes: number): number;
  /** False: no block starts there. */
  release(ring: HostHandle, offset: number): boolean;
  /**
   * The last of what the helper wrote to its standard output and error: at most 16 KiB, and nothing is missing at the end, also
   * when the helper has ended. It is read while the host waits in `call` and `reply`, and in the event loop during a watch;
   * otherwise a helper that writes more than fits in a pipe waits.
   */
  outputTail(ring: HostHandle): string;
  /** What has come until now of its report: the last 16 KiB. */
  readReport(ring: HostHandle): string;
  kill(ring: HostHandle, signal: number): void;
  /** How the helper ended; undefined: it has not. @param wait until it has */
  reap(ring: HostHandle, wait: boolean): Ending | undefined;
  /** How long to spin before going to sleep; 0: not at all. */
  setSpin(ring: HostHandle, microseconds: number): void;
  /** Kills and reaps the helper, closes and unmaps everything; the shared buffers are detached. */
  dispose(ring: HostHandle): void;

  /** Its memory cannot be resized by anybody, as a ring's. */
  createArena(bytes: number): Arena;
  /** Offset of a new block, a multiple of 64, all zeros; -1: no room. */
  allocateArena(arena: ArenaHandle, bytes: number): number;
  /** Gives the memory of a large block back to the system. False: no block starts there. */
  releaseArena(arena: ArenaHandle, offset: number): boolean;
  /** Unmaps it and detaches its buffer; helpers that have mapped it keep it. */
  disposeArena(arena: ArenaHandle): void;

  /** In the helper: maps the ring. From now on the process ends with its host. */
  openRing(memory: number, doorbell: number): HelperRing;
  /** Waits for the next request; before that publishes `response` when `respond`. False: there is no host. */
  next(ring: HelperHandle, respond: boolean): boolean;
  /** In the middle of a call: publishes `response`, a callback or what a call within one returned, and waits for the message. */
  nextMessage(ring: HelperHandle): boolean;
  /** Maps an arena. Throws when the helper was spawned without one. */
  openArena(memory: number): HelperArena;
  /**
   * Gives up the system calls that the helper no longer needs, on every thread and for good.
   *
   * @param when a sum of `sealWhen`
   * @param traps a dangerous call ends the process by SIGSYS instead of failing
   * @returns 0, or the errno
   */
  seal(when: number, traps: boolean): number;
  /** From now on a call that traps writes "violation NAME\n" to `fd` first. Returns 0, or the errno. */
  reportViolations(fd: number): number;
  setHelperSpin(ring: HelperHandle, microseconds: number): void;
}

const packageRoot = new URL("..", import.meta.url);
let loaded: NativeHelper | undefined;

/** The addon, loaded at first use. @throws UnsupportedPlatformError */
export function nativeHelper(): NativeHelper {
  loaded ??= loadNative<NativeHelper>(packageRoot, "process_helper.node");
  return loaded;
}

/** Path of the program that confines itself and then becomes another; undefined: there is none for this machine. */
export function launcherPath(): string | undefined {
  return nativeFile(packageRoot, "cofferdam-launcher");
}
