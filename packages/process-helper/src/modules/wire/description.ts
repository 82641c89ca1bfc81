/** What a module, or an object of one, is made of, as the helper tells it. Checked: the helper may be anybody by now. */
import { MAX_MADE, MAX_NAMES } from "../limits.js";
import { isName } from "./names.js";

/** "class": called with `new`, and perhaps without. */
export type Being = "function" | "class" | "object";

/**
 * "method": called with its object. "property": read where it is, when it is asked for; "settable": written, too.
 * "value": what it was when it was described.
 */
export type MemberKind = "method" | "property" | "settable" | "value";

export type Member = readonly [name: string, kind: MemberKind, value?: unknown];

/** Something new: its number, what it is, and what errors call it. Said before anything that refers to it. */
export type Made = readonly [number: number, being: Being, name: string];

export interface Description {
  readonly members: readonly Member[];
  /** Of a class: what an instance has. */
  readonly instance: readonly Member[];
}

const beings: readonly unknown[] = ["function", "class", "object"];
const memberKinds: readonly unknown[] = ["method", "property", "settable", "value"];

export function isMadeList(value: unknown): value is readonly Made[] {
  return Array.isArray(value) && value.length <= MAX_MADE && value.every(isMade);
}

/** @param count as many as were made */
export function areDescriptions(value: unknown, count: number): value is readonly Description[] {
  if (!Array.isArray(value) || value.length !== count) return false;
  let names = 0;
  return value.every((one) => {
    if (!isDescription(one)) return false;
    names += one.members.length + one.instance.length;
    return names <= MAX_NAMES;
  });
}

function isMade(value: unknown): value is Made {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [number, being, name] = value;
  return Number.isSafeInteger(number) && number > 0 && beings.includes(being) && isText(name);
}

function isDescription(value: unknown): value is Description {
  if (typeof value !== "object" || value === null) return false;
  const { members, instance } = value as Partial<Description>;
  return areMembers(members) && areMembers(instance);
}

function areMembers(value: unknown): value is readonly Member[] {
  return Array.isArray(value) && value.length <= MAX_NAMES && value.every(isMember);
}

function isMember(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  return isName(value[0]) && memberKinds.includes(value[1]);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && (value === "" || isName(value));
}
