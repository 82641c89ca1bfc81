/**
 * try_table and throw_ref. The handler is what follows the block that a clause branches out of:
 *
 *     block $out R · block $handler (what the clause brings) · try_table R (catch … $handler) … end · br $out · end · … · end
 */
import { chooseBlockType, inside, plainLabel, writeBlockType } from "../blocks.ts";
import { type Body, matches } from "../body.ts";
import type { FuncType, ValueType } from "../shape.ts";
import { VALUE_CODES } from "../value-codes.ts";
import { labelAt, mayNest, targets } from "./control.ts";
import { type Emit, type Family, mayEnd } from "./family.ts";
import { tagType } from "./legacy-exceptions.ts";

type Fill = Parameters<Emit>[1];

const modern = ({ options }: Body) => options.exceptions === "try_table";

export const tryTables: readonly Family[] = [
  { weight: 5, possible: (body) => modern(body) && mayNest(body), emit: tryTable },
  { weight: 3, possible: ({ stack }) => stack.at(-1) === "exnref", emit: keep },
  { weight: 2, possible: (body) => hasException(body) && mayEnd(body), emit: throwRef },
];

interface Clause {
  /** Its kind, and its tag if it has one. */
  readonly bytes: readonly number[];
  readonly depth: number;
  readonly brings: readonly ValueType[];
}

function tryTable(body: Body, fill: Fill): void {
  const type = { params: [], results: blockResults(body) };
  const clauses = chooseClauses(body);
  const [own] = clauses as [Clause];
  body.write(0x02);
  writeBlockType(body, type);
  inside(body, plainLabel(type.results), type, (outer) => {
    outer.write(0x02);
    writeResults(outer, own.brings);
    const brought = { params: [], results: own.brings };
    inside(outer, plainLabel(own.brings), brought, (inner) => {
      attempt(inner, type, clauses, fill);
      inner.write(0x0c, 1);
      inner.endPath();
    });
    outer.write(0x0b);
    outer.stack.push(...own.brings);
    fill(outer);
  });
  body.write(0x0b);
  body.stack.push(...type.results);
}

function attempt(body: Body, type: FuncType, clauses: readonly Clause[], fill: Fill): void {
  body.write(0x1f);
  writeBlockType(body, type);
  body.code.u32(clauses.length);
  for (const { bytes, depth } of clauses) body.code.byte(...bytes).u32(depth);
  inside(body, plainLabel(type.results), type, fill);
  body.write(0x0b);
}

function blockResults(body: Body): readonly ValueType[] {
  const { results } = chooseBlockType(body);
  return results.length < 2 ? results : [];
}

/** The first one goes to the handler, at depth 0; others to labels further out that take what they bring. */
function chooseClauses(body: Body): Clause[] {
  const own = { ...chooseClause(body), depth: 0 };
  // two blocks further in than now
  const more = Array.from({ length: body.choices.below(3) }, () => chooseClause(body));
  const fitting = more.flatMap((clause) => {
    const depths = targets(body).filter((depth) => {
      return matches(labelAt(body, depth).types, clause.brings);
    });
    return depths.length > 0 ? [{ ...clause, depth: body.choices.pick(depths) + 2 }] : [];
  });
  return [own, ...fitting];
}

function chooseClause(body: Body): Omit<Clause, "depth"> {
  const kind = body.choices.below(4);
  if (kind >= 2) return { bytes: [kind], brings: kind === 3 ? ["exnref"] : [] };
  const tag = body.choices.below(body.shape.tags.length);
  const { params } = tagType(body, tag);
  return { bytes: [kind, tag], brings: kind === 1 ? [...params, "exnref"] : params };
}

/** No type of the module has an exnref: such blocks are declared by `encode`. */
function writeResults(body: Body, results: readonly ValueType[]): void {
  const [only] = results;
  if (results.length === 0) body.code.byte(0x40);
  else if (only && results.length === 1) body.code.byte(VALUE_CODES[only]);
  else writeBlockType(body, { params: [], results });
}

/** One that was caught before; null where its handler did not run. */
function hasException({ stack, locals }: Body): boolean {
  return stack.at(-1) === "exnref" || locals.includes("exnref");
}

function keep(body: Body): void {
  const local = body.writable("exnref") ?? body.addLocal("exnref");
  body.stack.pop();
  body.code.byte(0x21).u32(local);
}

function throwRef(body: Body): void {
  body.emit([0x0a], ["exnref"], []);
  body.endPath();
}
