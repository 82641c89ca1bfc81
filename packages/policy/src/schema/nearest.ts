/** The word that was probably meant. */
import { MAX_COMPARED } from "../toml/limits.js";

/** undefined: none is near enough to be offered. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const given = word.slice(0, MAX_COMPARED).toLowerCase();
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = distanceOf(given, candidate.toLowerCase());
    if (distance < (best?.distance ?? enough(candidate))) best = { word: candidate, distance };
  }
  return best?.word;
}

/** More changes than this, and it is another word. */
function enough(word: string): number {
  return Math.max(1, Math.floor(word.length / 3)) + 1;
}

/**
 * Damerau and Levenshtein: how many letters are left out, added, exchanged, or swapped with their neighbour. Of each row
 * the two before it are kept.
 */
export function distanceOf(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      const least = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + cost);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next.push(isSwap ? Math.min(least, at(before, j - 2) + 1) : least);
    }
    [before, row] = [row, next];
  }
  return at(row, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
