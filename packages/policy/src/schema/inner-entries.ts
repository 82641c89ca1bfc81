import type { Entry, KeyTable } from "./table.js";

type Named = readonly (readonly [name: string, entry: Entry])[];
type Test = (entry: Entry) => boolean;

const found = new WeakMap<Test, WeakMap<KeyTable, Named>>();

/**
 * What a table has that passes a test, found once: a policy has a thousand tables with the same ten keys each, and most of
 * those are of no interest.
 */
export function innerEntries(table: KeyTable, test: Test): Named {
  const ofTest = found.get(test) ?? new WeakMap<KeyTable, Named>();
  found.set(test, ofTest);
  const entries =
    ofTest.get(table) ?? Object.entries(table.keys).filter(([, entry]) => test(entry));
  ofTest.set(table, entries);
  return entries;
}
