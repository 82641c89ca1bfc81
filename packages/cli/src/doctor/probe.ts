/** One thing that is done, and what was seen. */

/** "partly": some of it, or less than elsewhere. */
export type Holds = "yes" | "partly" | "no";

export interface Seen {
  readonly holds: Holds;
  /** What was done, and what became of it. */
  readonly seen: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Makes the thing happen. What it throws is why the claim does not hold. */
export type Probe = () => Seen | Promise<Seen>;

export const yes = (seen: string): Seen => ({ holds: "yes", seen });
export const partly = (seen: string): Seen => ({ holds: "partly", seen });
export const no = (seen: string): Seen => ({ holds: "no", seen });
