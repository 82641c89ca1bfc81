/** Whether to write in colours. */
export const colorChoices = ["auto", "always", "never"] as const;
export type ColorChoice = (typeof colorChoices)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * "auto": on a terminal, unless NO_COLOR (https://no-color.org) or FORCE_COLOR say otherwise; of both, FORCE_COLOR counts, as it
 * does in Node.
 */
export function usesColors(
  choice: ColorChoice,
  { isTTY = false }: { readonly isTTY?: boolean },
  env: Environment = process.env,
): boolean {
  if (choice !== "auto") return choice === "always";
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (isSet(FORCE_COLOR)) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTTY && !isSet(NO_COLOR) && TERM !== "dumb";
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
