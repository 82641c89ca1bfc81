/** The function that a call passes through. A composed gate is still a gate. */
// biome-ignore lint/suspicious/noExplicitAny: a gate has the signature of the function behind it
export type Gate = (...args: any[]) => any;
