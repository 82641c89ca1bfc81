/**
 * What becomes of a target after an in-process fault. "promote": later calls go to a helper process, which a layer
 * further out sees to; by itself the target is quarantined.
 */
export type AfterFault = (typeof afterFaults)[number];

export const afterFaults = ["quarantine", "continue", "promote", "exit"] as const;
