/** The policy that is meant when none is named. */
export const DEFAULT_FILE = "cofferdam.toml";
