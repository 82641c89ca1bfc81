/** Which members of an object the host may know of: its own, and its classes', one by one. */
import { types } from "node:util";
import type { MemberKind } from "../wire/description.js";
import { isName } from "../wire/names.js";

/** A member that is declared: the object that has it as its own, and what it is. */
export interface Declared {
  readonly holder: object;
  readonly kind: Exclude<MemberKind, "value">;
}

export type DeclaredMembers = ReadonlyMap<string, Declared>;

/** What every object, function and so on has from the language. */
const languages: ReadonlySet<unknown> = new Set(
  [Object, Function, Array, Promise, Map, Set, WeakMap, WeakSet, Date, RegExp, Error, Buffer]
    .map(({ prototype }): unknown => prototype)
    .concat([Object.getPrototypeOf(Uint8Array.prototype), Uint8Array.prototype])
    .concat(Object.getPrototypeOf(async () => {}))
    .concat(Object.getPrototypeOf(function* () {})),
);

const OF_FUNCTIONS: ReadonlySet<string> = new Set(["length", "name", "arguments", "caller"]);

const ofPrototypes = new WeakMap<object, DeclaredMembers>();

/** Its own enumerable members; of an addon's exports the others, too, since Node-API makes them so unless it is told. */
export function ownMembers(object: object, areExports: boolean): Map<string, Declared> {
  const names = areExports ? Object.getOwnPropertyNames(object) : Object.keys(object);
  return declare(object, names);
}

/** Of a class: its own statics. Those of the classes that it extends are theirs. */
export function staticMembers(value: object): Map<string, Declared> {
  const names = Object.getOwnPropertyNames(value);
  return declare(
    value,
    names.filter((name) => !OF_FUNCTIONS.has(name)),
  );
}

/** What instances have from a prototype: its own members, and those of the prototypes of the classes that it extends. */
export function prototypeMembers(prototype: object | null): DeclaredMembers {
  if (!isOfGuest(prototype)) return NOTHING;
  const known = ofPrototypes.get(prototype);
  if (known) return known;
  const members = declare(prototype, Object.getOwnPropertyNames(prototype));
  merge(members, prototypeMembers(Object.getPrototypeOf(prototype)));
  ofPrototypes.set(prototype, members);
  return members;
}

/** Is a function one that is called with `new`? */
export function isClass(value: (...args: never[]) => unknown): boolean {
  const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
  if (typeof prototype !== "object" || prototype === null) return false;
  if (types.isGeneratorFunction(value)) return false;
  if (/^class\b/.test(Function.prototype.toString.call(value))) return true;
  const own = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
  return own.length > 0 || Object.getPrototypeOf(prototype) !== Object.prototype;
}

const NOTHING: DeclaredMembers = new Map();

function isOfGuest(object: object | null): object is object {
  return object !== null && !languages.has(object);
}

function declare(holder: object, names: readonly string[]): Map<string, Declared> {
  const members = new Map<string, Declared>();
  for (const name of names) {
    const property = isName(name) ? Object.getOwnPropertyDescriptor(holder, name) : undefined;
    if (property) members.set(name, { holder, kind: kindOf(property) });
  }
  return members;
}

function kindOf({ value, writable, set }: PropertyDescriptor): Declared["kind"] {
  if (typeof value === "function") return "method";
  return set || writable ? "settable" : "property";
}

/** What is nearer comes first. */
function merge(members: Map<string, Declared>, further: DeclaredMembers): void {
  for (const [name, member] of further) if (!members.has(name)) members.set(name, member);
}
