/**
 * Patterns for names: of functions, of imports. `*` is any characters, none too; everything else is itself. Matching takes at
 * most (length of the pattern) × (length of the name) comparisons: only the last `*` is ever moved.
 */
export function matchesName(pattern: string, name: string): boolean {
  let [at, from, star, retry] = [0, 0, -1, 0];
  while (from < name.length) {
    if (pattern[at] === "*") [star, retry, at] = [at, from, at + 1];
    else if (at < pattern.length && pattern[at] === name[from]) [at, from] = [at + 1, from + 1];
    else if (star !== -1) [at, retry, from] = [star + 1, retry + 1, retry + 1];
    else return false;
  }
  return [...pattern.slice(at)].every((rest) => rest === "*");
}
