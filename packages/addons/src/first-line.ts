/** What a cause says, fit for the middle of a message: Node appends a "Require stack", packages what they tried. */
export function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split("\n")[0] as string).replace(/\.$/, "");
}
