/** The tables that the loader looks symbols up in. */
import { MalformedError } from "../malformed.js";
import { dynamicValue, type ElfImage, type Region, regionAt } from "./image.js";
import { Indexes } from "./indexes.js";

const [DT_HASH, DT_GNU_HASH] = [4, 0x6ffffef5];

/** Indexes of the symbols that can be found. Of two tables the loader takes GNU's. @throws MalformedError */
export function findableSymbols(image: ElfImage): Indexes {
  const gnu = dynamicValue(image, DT_GNU_HASH);
  if (gnu !== undefined) return inGnuTable(regionAt(image, gnu, "hash table"));
  const old = dynamicValue(image, DT_HASH);
  return old === undefined ? new Indexes() : inOldTable(regionAt(image, old, "hash table"));
}

/**
 *     buckets  first  words  shift │ words × 8 bytes │ buckets × index │ from `first` on: a hash for each symbol
 *
 * A bucket's symbols follow one another, up to the one whose hash is odd.
 */
function inGnuTable(table: Region): Indexes {
  const [buckets, first, words] = [numberAt(table, 0), numberAt(table, 4), numberAt(table, 8)];
  const bucketsAt = 16 + 8 * words;
  const hashesAt = bucketsAt + 4 * buckets;
  const found = new Indexes();
  for (let at = bucketsAt; at < hashesAt; at += 4) {
    let index = numberAt(table, at);
    if (index === 0) continue;
    if (index < first) throw new MalformedError("No symbol of a bucket", table.offset + at);
    // in a hostile file one bucket's symbols are another's, too
    for (let isLast = false; !isLast && !found.has(index); index++) {
      found.add(index);
      isLast = (numberAt(table, hashesAt + 4 * (index - first)) & 1) === 1;
    }
  }
  return found;
}

/** `buckets  symbols │ …`: all of them are in it, but for the first, which is none. */
function inOldTable(table: Region): Indexes {
  const found = new Indexes();
  const count = numberAt(table, 4);
  for (let index = 1; index < count; index++) found.add(index);
  return found;
}

function numberAt({ bytes, offset }: Region, at: number): number {
  if (at + 4 > bytes.length) throw new MalformedError("No end of hash table", offset + at);
  return bytes.readUInt32LE(at);
}
