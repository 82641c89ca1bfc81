/** What a process of this command ends with. */
export const exitCodes = {
  /** The answer is yes, or there was nothing to say no to. */
  fine: 0,
  /** The answer is no: problems, drift, a broken log, something required that is missing. */
  no: 1,
  /** What was typed cannot be right. */
  usage: 2,
  /** The machine or a file cannot. */
  cannot: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
