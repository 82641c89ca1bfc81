import { visible } from "../text/visible.js";
import type { Said } from "./said.js";

/** `(cofferdam.toml:7)`, or `(default)` */
export function placeText({ file, line }: Pick<Said, "file" | "line">): string {
  return `(${file === null ? "default" : visible(`${file}:${line ?? 1}`)})`;
}
