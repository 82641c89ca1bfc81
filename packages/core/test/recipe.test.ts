import { addon } from "@cofferdam/addons";
import type { IsolationLayer, Recipe, Target } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { memory } from "@cofferdam/memory";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";

type Cooked = IsolationLayer | Target<unknown>;

const from = new URL("./", import.meta.url);
const cooked: readonly (readonly [string, Cooked])[] = [
  ["signals()", signals()],
  ["signals(options)", signals({ afterFault: "continue", registers: true, onReplaced: "report" })],
  ["deadline(options)", deadline({ timeout: Number.POSITIVE_INFINITY, grace: 7 })],
  ["stack()", stack()],
  ["stack(options)", stack({ size: "64KiB" })],
  ["memory(options)", memory({ align: 8 })],
  ["library(path)", library("libc.so.6")],
  ["library(path, options)", library("libz.so.1", { lazy: true, privateHeap: true })],
  ["addon(specifier)", addon("bcrypt")],
  ["addon(specifier, options)", addon("./parser.node", { from })],
];

describe.each(cooked)("recipe of %s", (_name, made) => {
  const { recipe } = made as { recipe: Recipe };

  it("makes the same anew, when its module is imported", async () => {
    const factory = (await import(recipe.module))[recipe.export];
    expect(dataOf(factory(...structuredClone(recipe.args)))).toEqual(dataOf(made));
  });

  it("is plain data", () => {
    expect(structuredClone(recipe)).toEqual(recipe);
  });
});

describe("recipe.args", () => {
  it("are a copy of the options, with a URL as text", () => {
    const options: { size: string } = { size: "64KiB" };
    const layer = stack(options);
    options.size = "1MiB";
    expect(layer.recipe?.args).toEqual([{ size: "64KiB" }]);
    expect(addon("./parser.node", { from }).recipe?.args).toEqual([
      "./parser.node",
      { from: from.href },
    ]);
  });
});

/** What of it is no function. */
function dataOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).filter(([, part]) => typeof part !== "function");
  return Object.fromEntries(parts.map(([name, part]) => [name, dataOf(part)]));
}
