// Guests that take too much: memory, tables, the engine's heap, and time in single instructions.

import { crime, GROWS, holds, returns } from "./row.mjs";

const GIB2 = { pages: 32_768 };
const BIG_TABLE = { tableEntries: 10_000_000 };

export const spaceCrimes = [
  limited("memory_grow", "grows its memory without end", returns(65_536)),
  limited("memory_grow_at_once", "grows its memory by 4 GiB at once", returns(65_536)),
  limited("memory64_grow", "grows its 64-bit memory without end", returns(258_049n), ["memory64"]),
  limited("malloc_bomb", "allocates and touches memory without end", GROWS),
  limited("table_grow", "grows a table without end", GROWS),
  limited("table_grow_extern", "grows a table of references without end", returns(9_000_001)),
  crime("huge_memory", "wants 4 GiB from the start", "setup", returns(65_536)),
  crime("huge_table", "wants a table of ten million entries", "setup", GROWS),

  holding("memory_fill", "fills 2 GiB by one instruction", 100, { wants: GIB2 }),
  holding("memory_fill64", "fills 2 GiB of a 64-bit memory by one instruction", 100, {
    wants: GIB2,
    needs: ["memory64"],
  }),
  holding("memory_copy_up", "copies 2 GiB upwards by one instruction", 100, { wants: GIB2 }),
  holding("memory_copy_down", "copies 2 GiB downwards by one instruction", 100, { wants: GIB2 }),
  holding("table_fill", "fills a table of ten million entries", 100, { wants: BIG_TABLE }),
  holding("table_copy", "copies a table of ten million entries", 100, { wants: BIG_TABLE }),

  collected("gc_list_bomb", "fills the engine's heap with structs"),
  collected("gc_array_bomb", "fills the engine's heap with arrays"),
];

function limited(name, title, raw, needs = []) {
  return crime(name, title, "memory-limit", raw, { needs });
}

function holding(name, title, ms, more) {
  return crime(name, title, "timeout", holds(ms), more);
}

function collected(name, title) {
  const besides = "GC is denied: its heap is not ours to limit";
  return crime(name, title, { kind: "setup", besides }, GROWS, { needs: ["gc"] });
}
