import type { Fault } from "@cofferdam/core";
import type { HostDesk } from "./host-desk.js";
import type { Answer, Opened, Reach, Reached, Request } from "./messages.js";

/** A module that runs elsewhere: one life of it. */
export interface Peer {
  readonly opened: Opened;
  /**
   * @param symbol what is called, for errors
   * @throws Lost, or what the host is told who has lost it
   */
  request(request: Request, symbol: string): Promise<Answer>;
  /** Of a guest that waits for a call of the host. */
  reach(reach: Reach): Promise<Reached>;
  /** It can be asked nothing more. */
  readonly isOver: boolean;
  /** Ends it. Idempotent. */
  close(): void;
}

/** Where a module can be opened, as often as its last life ended. */
export interface Place {
  /** @throws Lost, Refused, and what it costs to begin */
  begin(desk: HostDesk): Promise<Peer>;
}

/** Where the module ran is gone: what that was. */
export class Lost extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`A module was lost: ${fault.kind}`);
    this.fault = fault;
  }

  override get name(): string {
    return "Lost";
  }
}
