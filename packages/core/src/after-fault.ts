/** What becomes of a target after an in-process fault. */
export type AfterFault = "quarantine" | "continue" | "exit";
