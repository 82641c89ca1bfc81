/** Everything of a module but the code: what its functions can refer to. */
export type NumberType = "i32" | "i64" | "f32" | "f64";
export type ValueType = NumberType | "v128" | "funcref" | "externref" | "exnref";

export interface FuncType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/**
 * How it is known that calls end. A leaf calls nothing. A guarded function counts down a global and returns at once
 * at zero. A plain one calls only guarded ones, leaves, and plain ones behind it.
 */
export type Bound = "leaf" | "guarded" | "plain" | "host";

export interface FunctionShape {
  readonly type: number;
  readonly bound: Bound;
}

export interface MemoryShape {
  readonly initial: number;
  readonly maximum: number;
  readonly wide: boolean;
}

export interface SegmentShape {
  readonly passive: boolean;
  readonly length: number;
  readonly offset: number;
}

export interface TableShape {
  readonly element: "funcref" | "externref";
  readonly initial: number;
  readonly maximum: number;
}

export interface GlobalShape {
  readonly type: NumberType;
  readonly mutable: boolean;
  readonly value: number;
}

export interface Shape {
  readonly types: readonly FuncType[];
  /** The imported functions come first. */
  readonly functions: readonly FunctionShape[];
  readonly imported: number;
  readonly memories: readonly MemoryShape[];
  readonly data: readonly SegmentShape[];
  readonly tables: readonly TableShape[];
  /** Segments of functions. */
  readonly elements: readonly SegmentShape[];
  /** Global 0 counts down the calls; global 1, an i64, is a sum of much that is not used otherwise. */
  readonly globals: readonly GlobalShape[];
  /** Indices of types without results. */
  readonly tags: readonly number[];
  readonly start: boolean;
}

export function typeOf(shape: Shape, index: number): FuncType {
  return shape.types[(shape.functions[index] as FunctionShape).type] as FuncType;
}

/** What may be in a table: whoever calls it does not know whom it calls. */
export function storable(shape: Shape): number[] {
  return shape.functions.flatMap(({ bound }, i) => (bound === "plain" ? [] : [i]));
}

/** The function in an element of table 0 at the beginning; undefined where that is null. */
export function firstElement(shape: Shape, index: number): number | undefined {
  const [segment] = shape.elements;
  const candidates = storable(shape);
  return segment && index < segment.length ? candidates[index % candidates.length] : undefined;
}
