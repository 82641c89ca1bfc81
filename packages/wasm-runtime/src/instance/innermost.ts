/** A guest whose frames are on this thread's stack. */
export interface StackUser {
  /** Frame units that are left where a function of the host runs. */
  readonly unitsLeft: number;
  /** It has called the host, which calls another guest, and there is no stack left: that is its own fault. @returns what is thrown */
  ranOut?(error: Error): unknown;
}

/** The guest whose call is the innermost one on this thread; one for modules and components. */
let innermost: StackUser | undefined;

export function innermostGuest(): StackUser | undefined {
  return innermost;
}

/** A call of this guest begins, or another guest's has ended. */
export function setInnermost(guest: StackUser | undefined): void {
  innermost = guest;
}
