/** What came of a call, in a form that two calls can be compared by. */
export type Outcome =
  | { readonly value: unknown }
  | { readonly threw: { readonly name: string; readonly code: unknown; readonly message: string } };

export function outcomeOf(run: () => unknown): Outcome {
  try {
    return { value: run() };
  } catch (error) {
    const { name, message, code } = error as Error & { code?: unknown };
    return { threw: { name, message, code } };
  }
}
