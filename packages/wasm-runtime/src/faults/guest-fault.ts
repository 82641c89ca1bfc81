import type { Fault, GuestErrorFault, ViolationFault } from "@cofferdam/core";

/** What the guest did wrong, found by us and not by the engine; ends its call. */
export abstract class GuestFault extends Error {
  abstract readonly fault: Fault;
}

/** The guest asked for what its limits do not allow. */
export class Violation extends GuestFault {
  readonly fault: ViolationFault;

  constructor(action: string, resource: string, rule: string) {
    super(`${action} ${resource}: ${rule}`);
    this.fault = { kind: "violation", action, resource, rule };
  }

  override get name(): string {
    return "Violation";
  }
}

/** The guest replied with an error: in good order, it can be called again. */
export class ErrorReply extends GuestFault {
  readonly fault: GuestErrorFault;

  constructor(name: string, message: string) {
    super(message);
    this.fault = { kind: "guest-error", name, message };
  }

  override get name(): string {
    return "ErrorReply";
  }
}
