/** Chooses the shape of a module. */
import type { Choices } from "./choices.ts";
import type { GeneratorOptions } from "./options.ts";
import type {
  Bound,
  FuncType,
  FunctionShape,
  GlobalShape,
  NumberType,
  SegmentShape,
  Shape,
} from "./shape.ts";

/** Type 0: the start function's, type 1: the likeliest to be called indirectly. */
const FIXED: readonly FuncType[] = [
  { params: [], results: [] },
  { params: ["i32"], results: ["i32"] },
];

export function chooseShape(choices: Choices, options: GeneratorOptions): Shape {
  const numeric = chooseTypes(choices, options);
  const handlers = options.exceptions === "try_table" ? handlerTypes(numeric) : [];
  const types = [...numeric, ...handlers];
  const imported = options.imports ? choices.below(4) : 0;
  const own = choices.between(1, options.functions);
  const functions = [
    ...many(imported, () => chooseFunction(choices, numeric, ["host"])),
    ...many(own, () => chooseFunction(choices, numeric, ["leaf", "plain", "guarded", "guarded"])),
  ];
  const start = options.start && choices.chance(15);
  if (start) functions.push({ type: 0, bound: "plain" });
  return {
    types,
    functions,
    imported,
    start,
    ...chooseStores(
      choices,
      options,
      functions.some(({ bound }) => bound !== "plain"),
    ),
    globals: chooseGlobals(choices, options),
    tags:
      options.exceptions === "none"
        ? []
        : many(choices.between(1, 3), () => chooseTag(choices, numeric)),
  };
}

export function numberTypes({ floats }: GeneratorOptions): readonly NumberType[] {
  return floats ? ["i32", "i64", "f32", "f64"] : ["i32", "i64"];
}

function chooseTypes(choices: Choices, options: GeneratorOptions): FuncType[] {
  const numbers = numberTypes(options);
  const value = () => choices.pick(numbers);
  const results = options.multiValue ? 3 : 1;
  return [
    ...FIXED,
    ...many(choices.below(5), () => ({
      params: many(choices.below(4), value),
      results: many(choices.between(0, results), value),
    })),
    // of tags
    { params: many(choices.below(3), value), results: [] },
  ];
}

/** Blocks that leave what a clause of try_table brings. */
function handlerTypes(types: readonly FuncType[]): FuncType[] {
  return types.flatMap(({ params, results }) => {
    if (results.length > 0) return [];
    return [
      { params: [], results: params },
      { params: [], results: [...params, "exnref"] },
    ];
  });
}

function chooseTag(choices: Choices, types: readonly FuncType[]): number {
  return choices.pick(types.flatMap(({ results }, i) => (results.length === 0 ? [i] : [])));
}

function chooseFunction(
  choices: Choices,
  types: readonly FuncType[],
  bounds: readonly Bound[],
): FunctionShape {
  return { type: choices.below(types.length), bound: choices.pick(bounds) };
}

function chooseStores(
  choices: Choices,
  options: GeneratorOptions,
  withElements: boolean,
): Pick<Shape, "memories" | "data" | "tables" | "elements"> {
  const segment = (most: number): SegmentShape => ({
    passive: options.bulk && choices.chance(50),
    length: choices.below(most),
    offset: choices.below(4),
  });
  const memories = options.memory ? (options.multiMemory ? 2 : 1) : 0;
  const wide = () => options.memory64 && choices.chance(50);
  const externs = { element: "externref", initial: 4, maximum: 12 } as const;
  return {
    memories: many(memories, () => ({ initial: choices.between(1, 2), maximum: 4, wide: wide() })),
    data: options.memory
      ? [{ passive: false, length: 48, offset: 0 }, ...many(choices.below(3), () => segment(40))]
      : [],
    tables: options.tables
      ? [
          { element: "funcref", initial: choices.between(6, 10), maximum: 16 },
          ...(options.references ? [externs] : []),
        ]
      : [],
    elements:
      options.tables && withElements
        ? [{ passive: false, length: 6, offset: 0 }, ...many(choices.below(2), () => segment(6))]
        : [],
  };
}

function chooseGlobals(choices: Choices, options: GeneratorOptions): GlobalShape[] {
  const numbers = numberTypes(options);
  return [
    { type: "i32", mutable: true, value: options.calls },
    { type: "i64", mutable: true, value: 1 },
    ...many(choices.below(5), () => ({
      type: choices.pick(numbers),
      mutable: !choices.chance(20),
      value: choices.below(256),
    })),
  ];
}

function many<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
