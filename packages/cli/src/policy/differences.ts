/** Two policies, key by key. */
import { keyText, type Policy } from "@cofferdam/policy";
import { type Effect, effectOf } from "./effect.js";
import { keysAt, manifestsIn } from "./known-keys.js";
import { type Said, saidOf } from "./said.js";

/** As --json has it. */
export interface Difference {
  readonly key: string;
  readonly effect: Effect;
  /** What each document of the first policy says; empty: nothing. */
  readonly before: readonly Said[];
  readonly after: readonly Said[];
}

export function differences(left: Policy, right: Policy): readonly Difference[] {
  const given = [left, right].flatMap(({ documents }) => documents.map((each) => each.given));
  const paths = [...manifestsIn(given), ...keysAt(undefined, given).map(({ path }) => path)];
  // what a policy extends is among its documents
  const compared = paths.filter(([name]) => name !== "extends");
  return compared.flatMap((path) => difference(path, saidOf(path, left), saidOf(path, right)));
}

function difference(
  path: readonly string[],
  before: readonly Said[],
  after: readonly Said[],
): readonly Difference[] {
  const values = (said: readonly Said[]) => JSON.stringify(said.map(({ value }) => value));
  if (values(before) === values(after)) return [];
  return [{ key: keyText(path), effect: effect(path, before, after), before, after }];
}

function effect(path: readonly string[], before: readonly Said[], after: readonly Said[]): Effect {
  if (before.length <= 1 && after.length <= 1)
    return effectOf(path, before[0]?.value, after[0]?.value);
  // all that documents say counts together: what one more says can only take away
  if (isPart(before, after)) return "narrower";
  return isPart(after, before) ? "wider" : "different";
}

/** Is everything that these say said there, too? */
function isPart(some: readonly Said[], all: readonly Said[]): boolean {
  const said = new Set(all.map(({ value }) => JSON.stringify(value)));
  return some.every(({ value }) => said.has(JSON.stringify(value)));
}
