/**
 * The parameters of a declaration as they were written. koffi reads a prototype as words: it has no comments, no
 * arrays and no function types in it, so that a comma always ends a parameter.
 */

/** @param args what `func` takes; undefined stands for a type that was given as an object */
export function parameterTexts(args: readonly unknown[]): readonly (string | undefined)[] {
  const last = args.at(-1);
  const texts = Array.isArray(last) ? last : splitPrototype(String(last));
  return texts
    .filter((text) => text !== "...")
    .map((text) => (typeof text === "string" ? text : undefined));
}

function splitPrototype(prototype: string): readonly string[] {
  const list = prototype.slice(prototype.indexOf("(") + 1, prototype.lastIndexOf(")"));
  const texts = list.split(",").map((text) => text.trim());
  return texts.length === 1 && /^(void)?$/.test(texts[0] as string) ? [] : texts;
}
