import type { Rule } from "./rule.js";
import type { PolicyValues } from "./schema/values.js";

/** What a policy says to a request. */
export type Decision = Allowed | Denied;

export interface Allowed {
  readonly outcome: "allow";
  readonly rule: Rule;
}

export interface Denied {
  readonly outcome: "deny";
  /** The first rule that does not allow it. */
  readonly rule: Rule;
  /** Why, as the end of a sentence. */
  readonly reason: string;
  /** The smallest change of the rule's document that would allow it; undefined: none would. */
  readonly grant?: PolicyValues;
}
