/** One helper process, and what is asked of it: whatever carries that. */
import type { Ending } from "../native.js";
import type { Message } from "../wire/messages.js";
import type { Down } from "./down.js";
import type { Pending } from "./pending.js";

export interface Line {
  /** null: it is somebody else's process. */
  readonly pid: number | null;
  readonly startedAt: number;
  readonly isUp: boolean;
  /** A callback of the helper is open: what is asked now is asked within it. */
  readonly isCalledBack: boolean;
  /** Requests that it has, and that are to be sent. */
  readonly load: number;
  readonly down: Down | undefined;
  readonly ending: Ending;
  /** The last that it wrote to standard output and error. */
  readonly output: string;
  /** What was reported of its start until now: `parseReport` reads it. */
  report(): string;
  /** Calls a function, and waits. @returns its value; a `Said`; or NOT_IN_SLOTS @throws Lost */
  call(target: number, args: readonly unknown[], timeout: number): unknown;
  /**
   * Asks for something, and waits.
   *
   * @param written told when the message is, before anything else can be lent to the helper
   * @throws Lost, and for what cannot cross
   */
  ask(message: Message, timeout: number, written?: () => void): Message;
  /** Asks for something, and does not wait. @throws Lost */
  post(pending: Pending): void;
  /** Takes a request back that was not sent. @returns whether it was there */
  withdraw(pending: Pending): boolean;
  /** Is the helper at it? */
  isRunning(pending: Pending): boolean;
  /** Ends the helper, for a reason. Its pending requests are lost. */
  end(down: Down): void;
  /** What has come is answered. */
  take(): void;
}
