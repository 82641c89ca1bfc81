import { calls } from "./calls.ts";
import { control } from "./control.ts";
import type { Family } from "./family.ts";
import { legacyExceptions } from "./legacy-exceptions.ts";
import { loops } from "./loops.ts";
import { memory } from "./memory.ts";
import { numeric } from "./numeric.ts";
import { straight } from "./straight.ts";
import { tables } from "./tables.ts";
import { tryTables } from "./try-table.ts";
import { variables } from "./variables.ts";
import { vectors } from "./vectors.ts";

/** The plainest first: what an exhausted stream of choices picks. */
export const families: readonly Family[] = [
  ...variables,
  ...numeric,
  ...memory,
  ...tables,
  ...calls,
  ...control,
  ...loops,
  ...legacyExceptions,
  ...tryTables,
  ...straight,
  ...vectors,
];
