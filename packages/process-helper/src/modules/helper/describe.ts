/** What the helper tells of an object, the first time that the host is sent it. */
import { MAX_NESTING } from "../limits.js";
import type { Being, Description, Member } from "../wire/description.js";
import { isName } from "../wire/names.js";
import {
  type Declared,
  type DeclaredMembers,
  isClass,
  ownMembers,
  prototypeMembers,
  staticMembers,
} from "./members.js";

export function beingOf(value: object): Being {
  if (typeof value !== "function") return "object";
  return isClass(value as () => unknown) ? "class" : "function";
}

/** For errors. */
export function nameOf(value: object): string {
  const named = typeof value === "function" ? value : Object.getPrototypeOf(value)?.constructor;
  const name: unknown = Object.getOwnPropertyDescriptor(Object(named), "name")?.value;
  return isName(name) ? name : "";
}

/** All that the host may reach of it. @param areExports it is what the module exports */
export function membersOf(value: object, being: Being, areExports: boolean): DeclaredMembers {
  if (being === "class") return staticMembers(value);
  const own = ownMembers(value, areExports && being === "object");
  if (being === "function") return own;
  const inherited = prototypeMembers(Object.getPrototypeOf(value));
  return new Map([...inherited, ...own]);
}

/**
 * @param depth of the object below the module's exports, whose data, classes and objects are told of at once; others'
 *   state is asked for when it is used
 * @param pack makes a value cross @throws for what cannot
 */
export function describe(
  value: object,
  members: DeclaredMembers,
  depth: number,
  pack: (value: unknown) => unknown,
): Description {
  const list: Member[] = [];
  for (const [name, declared] of members) {
    list.push(memberOf(value, name, declared, depth < MAX_NESTING ? pack : undefined));
  }
  return { members: list, instance: instanceOf(value) };
}

function memberOf(
  object: object,
  name: string,
  { kind, holder }: Declared,
  pack: ((value: unknown) => unknown) | undefined,
): Member {
  const isOwn = holder === object;
  if (!pack || !isOwn) return [name, kind];
  try {
    const value: unknown = (object as Record<string, unknown>)[name];
    if (typeof value === "function" && isPlainFunction(value)) return [name, "method"];
    return [name, "value", pack(value)];
  } catch {
    return [name, kind]; // whoever asks for it is told why
  }
}

/** There is nothing to it but that it can be called. */
function isPlainFunction(value: object): boolean {
  return beingOf(value) === "function" && Object.keys(value).length === 0;
}

function instanceOf(value: object): readonly Member[] {
  if (beingOf(value) !== "class") return [];
  const members = prototypeMembers((value as { prototype: object }).prototype);
  return [...members].map(([name, { kind }]) => [name, kind] as const);
}
