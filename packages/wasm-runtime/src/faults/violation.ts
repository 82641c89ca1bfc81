import type { ViolationFault } from "@cofferdam/core";

/** The guest asked for what its limits do not allow; ends its call. */
export class Violation extends Error {
  readonly fault: ViolationFault;

  constructor(action: string, resource: string, rule: string) {
    super(`${action} ${resource}: ${rule}`);
    this.fault = { kind: "violation", action, resource, rule };
  }

  override get name(): string {
    return "Violation";
  }
}
