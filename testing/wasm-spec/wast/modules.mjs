// The forms of (module …): as text, (module binary "…"), (module quote "…"), and what is not a module but names one.

import { bytesOfString, textOfString } from "./strings.mjs";

/** @param {import("./s-expressions.mjs").Node} node
 *  @returns its name, what it is made of, and in which form it is written */
export function moduleOf(node, text) {
  const rest = node.list.slice(1);
  const form = ["definition", "instance"].includes(rest[0]?.atom) ? rest.shift().atom : "module";
  const name = rest[0]?.atom?.startsWith("$") ? rest.shift() : undefined;
  if (form === "instance") return { form, name, of: rest[0] };
  const strings = rest.slice(1).map(({ string }) => string);
  const parts = { form, name };
  if (rest[0]?.atom === "binary") {
    return { ...parts, source: { bytes: Buffer.concat(strings.map(bytesOfString)) } };
  }
  if (rest[0]?.atom === "quote") {
    const quoted = strings.map(textOfString).join(" ");
    const wat = /^\s*\(module\b/.test(quoted) ? quoted : `(module ${quoted})`;
    return { ...parts, quoted: true, source: { wat } };
  }
  return { ...parts, source: { wat: withoutForm(text.slice(node.at, node.end), form) } };
}

/** (module definition …) is of the script's language, not of the text format. */
function withoutForm(wat, form) {
  return form === "definition" ? wat.replace(/^\(\s*module\s+definition/, "(module") : wat;
}
