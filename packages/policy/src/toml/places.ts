/**
 * Where keys and values are. The parser that knows is a tenth as fast as the one that does not, so it is only asked when
 * somebody wants to know.
 */
import { type AST, parseTOML } from "toml-eslint-parser";
import type { KeyPath } from "./key-text.js";
import { type Lines, linesOf, type Place, type Position, placeBetween } from "./place.js";

export interface Places {
  /** Of the key's last name; of an element of a list, the element. null: it is not written. */
  key(path: KeyPath): Place | null;
  /** Of the value; of a table, its header. null: it is not written. */
  value(path: KeyPath): Place | null;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

interface Node {
  key: Range;
  value: Range;
  /** false: there only because something below it is. */
  isOwn: boolean;
  readonly inner: Map<string | number, Node>;
}

/** Nothing is read before the first question. */
export function lazyPlaces(text: string): Places {
  let index: { readonly root: Node | undefined; readonly lines: Lines } | undefined;
  const find = (path: KeyPath): Node | undefined => {
    index ??= { root: readRoot(text), lines: linesOf(text) };
    let node = index.root;
    for (const name of path) node = node?.inner.get(name);
    return node;
  };
  const placeOf = (range: Range | undefined): Place | null =>
    range && index ? placeBetween(index.lines, range.start, range.end) : null;
  return {
    key: (path) => placeOf(find(path)?.key),
    value: (path) => placeOf(find(path)?.value),
  };
}

/** undefined: the parser gives up, as it does on texts of 100 KB. Then nothing has a place. */
function readRoot(text: string): Node | undefined {
  try {
    const [table] = parseTOML(text, { tomlVersion: "1.1" }).body;
    const root = nodeAt(table.loc, table.loc);
    for (const item of table.body) {
      if (item.type === "TOMLKeyValue") addPair(root, item);
      else addTable(root, item);
    }
    return root;
  } catch {
    return undefined;
  }
}

function nodeAt(key: Range, value: Range): Node {
  return { key, value, isOwn: false, inner: new Map() };
}

/** `[a.b]` and `[[a.b]]`: their path has the indexes of the lists on the way, their key has not. */
function addTable(root: Node, table: AST.TOMLTable): void {
  let node = root;
  let names = 0;
  for (const name of table.resolvedKey) {
    if (typeof name === "string") names++;
    const { loc } = table.key.keys[names - 1] as AST.TOMLBare;
    node = inner(node, name, loc);
  }
  own(node, table.key.keys.at(-1)?.loc as Range, table.key.loc);
  for (const pair of table.body) addPair(node, pair);
}

function addPair(table: Node, { key, value }: AST.TOMLKeyValue): void {
  let node = table;
  for (const name of key.keys) node = inner(node, textOf(name), name.loc);
  own(node, key.keys.at(-1)?.loc as Range, value.loc);
  addContent(node, value);
}

function addContent(node: Node, content: AST.TOMLContentNode): void {
  if (content.type === "TOMLInlineTable") for (const pair of content.body) addPair(node, pair);
  if (content.type !== "TOMLArray") return;
  content.elements.forEach((element, index) => {
    const { loc } = element;
    const found = inner(node, index, loc);
    own(found, loc, loc);
    addContent(found, element);
  });
}

function inner(node: Node, name: string | number, range: Range): Node {
  const found = node.inner.get(name) ?? nodeAt(range, range);
  node.inner.set(name, found);
  return found;
}

/** The first place that is about it itself, rather than about what is in it. */
function own(node: Node, key: Range, value: Range): void {
  if (node.isOwn) return;
  Object.assign(node, { key, value, isOwn: true });
}

function textOf(name: AST.TOMLBare | AST.TOMLQuoted): string {
  return name.type === "TOMLBare" ? name.name : name.value;
}
