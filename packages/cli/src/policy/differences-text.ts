import { counted } from "../text/counted.js";
import type { Page } from "../text/page.js";
import type { Style } from "../text/style.js";
import { table } from "../text/table.js";
import { visible } from "../text/visible.js";
import type { Difference } from "./differences.js";
import type { Effect } from "./effect.js";
import type { Said } from "./said.js";
import { placeText } from "./said-text.js";

export function differencesText(keys: readonly Difference[], page: Page): string {
  if (keys.length === 0) return "No key is different.\n";
  const rows = keys.flatMap((key) => rowsOf(key, page.style));
  return `${table(rows, page)}\n${counted(keys.length, "key")} different.\n`;
}

const effectColumns = "different".length;

function rowsOf(
  { key, effect, before, after }: Difference,
  style: Style,
): readonly (readonly string[])[] {
  const line = (mark: string, said: Said) => [
    "",
    `${mark} ${visible(JSON.stringify(said.value))} ${style.dim(placeText(said))}`,
  ];
  return [
    [coloured(effect, style), style.bold(visible(key))],
    ...before.map((said) => line("-", said)),
    ...after.map((said) => line("+", said)),
  ];
}

function coloured(effect: Effect, style: Style): string {
  const color = { wider: style.red, narrower: style.green, different: style.yellow }[effect];
  return color(effect.padEnd(effectColumns));
}
