/** The signals that the layer has handlers for. */
export const trapSignals = [
  ...(["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"] as const),
  ...(["SIGABRT", "SIGTRAP", "SIGSYS"] as const),
];
