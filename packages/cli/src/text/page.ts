import { type Style, styleOf } from "./style.js";

/** What a text is laid out for. */
export interface Page {
  /** Columns. */
  readonly width: number;
  readonly style: Style;
}

/** A pipe, a file, and a terminal that does not tell: what everybody's screen holds. */
const DEFAULT_WIDTH = 80;
/** Below, columns have no room; beyond, lines are hard to follow. */
const MIN_WIDTH = 40;
const MAX_WIDTH = 120;

export function pageFor(
  { isTTY = false, columns = 0 }: { readonly isTTY?: boolean; readonly columns?: number },
  colors: boolean,
): Page {
  return { width: widthOf(isTTY && columns > 0 ? columns : DEFAULT_WIDTH), style: styleOf(colors) };
}

function widthOf(columns: number): number {
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, columns));
}
