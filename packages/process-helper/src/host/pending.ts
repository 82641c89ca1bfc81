import type { Message } from "../wire/messages.js";
import type { Down } from "./down.js";

/** A message from the helper, where a value could have come in its place. */
export class Said {
  readonly message: Message;

  constructor(message: Message) {
    this.message = message;
  }
}

/** A request that waits for its answer while the event loop runs. */
export interface Pending {
  /** Number of a function, whose arguments may fit into slots; else undefined. */
  readonly target?: number | undefined;
  readonly args?: readonly unknown[] | undefined;
  /** Milliseconds that the helper may be at it; Infinity: no limit. */
  readonly timeout: number;
  /** The same as a message. @throws for what cannot cross */
  message(): Message;
  /** The message was written: what it lent is known. */
  written?(): void;
  /** @param reply the value that a slot had, or a `Said` */
  answered(reply: unknown): void;
  /** It was not sent, for this reason. */
  refused(error: unknown): void;
  /** There will be no answer. @param wasRunning as `Lost` has it */
  lost(down: Down, wasRunning: boolean): void;
}
