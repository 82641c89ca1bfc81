// A report: a line for each command of the scripts, in their order, so that reports can be compared.

const SEPARATOR = "\t";

/** @typedef {{ script: string, line: number, type: string, result: string, detail?: string }} Line */

/** @param {Line} line */
export function formatLine({ script, line, type, result, detail }) {
  return [`${script}:${line}`, type, result, detail ?? ""].map(withoutBreaks).join(SEPARATOR);
}

/** @returns {Line[]} */
export function parseReport(text) {
  return text
    .split("\n")
    .slice(0, -1)
    .map((each) => {
      const [place, type, result, detail] = each.split(SEPARATOR);
      const colon = place.lastIndexOf(":");
      const [script, line] = [place.slice(0, colon), Number(place.slice(colon + 1))];
      return { script, line, type, result, ...(detail !== "" && { detail }) };
    });
}

/** How many passed, failed, and were not supported, for each kind of script. */
export function summaryOf(lines) {
  const groups = {};
  for (const { script, result } of lines) {
    groups[groupOf(script)] ??= { scripts: new Set(), pass: 0, fail: 0, unsupported: 0 };
    const group = groups[groupOf(script)];
    group.scripts.add(script);
    group[result.split(":")[0]]++;
  }
  for (const group of Object.values(groups)) group.scripts = group.scripts.size;
  return groups;
}

/** "json", "wast", "wast/legacy", "wast/proposals/threads", … */
const groupOf = (script) => script.slice(0, script.lastIndexOf("/"));

/** Commands that came out otherwise. What is compared is the result, not its detail.
 *  @returns {{ at: string, type: string, original: string, other: string, detail?: string }[]} */
export function differences(original, other) {
  return Array.from({ length: Math.max(original.length, other.length) }, (_, index) => ({
    one: original[index],
    two: other[index],
  }))
    .filter(({ one, two }) => one?.result !== two?.result || placeOf(one) !== placeOf(two))
    .map(({ one, two }) => ({
      at: placeOf(one ?? two),
      type: (one ?? two).type,
      original: one?.result ?? "nothing",
      other: two?.result ?? "nothing",
      detail: two?.detail,
    }));
}

const placeOf = (line) => line && `${line.script}:${line.line}`;
const withoutBreaks = (part) => String(part).replaceAll(/[\t\r\n]+/g, " ");
