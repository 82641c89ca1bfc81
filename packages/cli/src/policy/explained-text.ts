/** Keys, for a person. */
import type { Page } from "../text/page.js";
import { table } from "../text/table.js";
import { visible } from "../text/visible.js";
import type { ExplainedKey } from "./explained-key.js";
import { placeText } from "./said-text.js";
import { valueText } from "./value-text.js";

/** One, with all that is known. */
export function keyText(explained: ExplainedKey, { style, width }: Page): string {
  const { key, doc, type, unit, default: preset, said, enforced } = explained;
  const rows = [
    ["type", unit === null || type === unit ? type : `${type}, ${unit}`],
    ["default", preset === null ? "none" : valueText(preset)],
    ...said.map((each) => [
      "here",
      `${visible(JSON.stringify(each.value))} ${style.dim(placeText(each))}`,
    ]),
    ...enforced.map((each) => ["by", visible(byText(each))]),
  ];
  return `${style.bold(visible(key))}\n${table([[doc]], { width, indent: 2 })}\n${table(rows, { width, indent: 2 })}`;
}

/** Many: what they are here. */
export function keyListText(keys: readonly ExplainedKey[], { style, width }: Page): string {
  const rows = keys.map(({ key, said }) => {
    const values = said.map((each) => `${valueText(each.value)} ${style.dim(placeText(each))}`);
    return [visible(key), values.join("\n") || "-"];
  });
  return table(rows, { width });
}

function byText({ by, missing, because }: ExplainedKey["enforced"][number]): string {
  if (by !== null) return `${by.layer} (${by.strength}): ${by.mechanism}; ${by.proof}`;
  return `nothing: ${missing}${because === undefined ? "" : `; known: ${because}`}`;
}
