/** What the table of keys is made of, and the types of the values that follow from it. */
import type { ZodMiniType } from "zod/mini";

/** What a value is. */
export interface ValueType<Out, In = Out> {
  /** In the docs: "size", "list of globs". */
  readonly name: string;
  /** Of a number: "bytes", "ms". */
  readonly unit?: string;
  /** Takes what is written, gives it normalised. Its problems' messages are the end of "expected …". */
  readonly schema: ZodMiniType<Out, In>;
  /** Of what depends on the file's folder. */
  locate?(value: Out, folder: string): Out;
}

/** Whether a key may be left out, and whether something holds then. */
type Presence = "default" | "optional" | "required";

export interface Key<Out, In, P extends Presence> {
  readonly kind: "key";
  readonly type: ValueType<Out, In>;
  readonly presence: P;
  /** As it would be written. */
  readonly default?: In;
  readonly doc: string;
}

export interface KeyTable<K extends Keys = Keys> {
  readonly kind: "table";
  readonly keys: K;
  readonly doc: string;
  readonly presence: "optional";
}

/** A table whose names the author chooses: one table of `entry` for each. */
export interface NamedTables<E extends KeyTable = KeyTable> {
  readonly kind: "named";
  readonly names: ValueType<string>;
  readonly entry: E;
  readonly doc: string;
}

/** A list of tables. */
export interface TableList<E extends KeyTable = KeyTable> {
  readonly kind: "list";
  readonly entry: E;
  readonly doc: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a key of whatever type
export type AnyKey = Key<any, any, Presence>;
export type Entry = AnyKey | KeyTable | NamedTables | TableList;
export type Keys = { readonly [name: string]: Entry };

/** Values as they are once they are checked: only what is written, normalised. */
export type Given<E> =
  E extends Key<infer Out, infer _In, infer _P>
    ? Out
    : E extends KeyTable<infer K>
      ? Flat<
          { readonly [N in Needed<K>]: Given<K[N]> } & {
            readonly [N in Exclude<keyof K, Needed<K>>]?: Given<K[N]>;
          }
        >
      : E extends NamedTables<infer T>
        ? { readonly [name: string]: Given<T> }
        : E extends TableList<infer T>
          ? readonly Given<T>[]
          : never;

/** Values as they are written: a size may be a text, what is undefined is left out. */
export type Written<E> =
  E extends Key<infer _Out, infer In, infer _P>
    ? In
    : E extends KeyTable<infer K>
      ? Flat<
          { readonly [N in Needed<K>]: Written<K[N]> } & {
            readonly [N in Exclude<keyof K, Needed<K>>]?: Written<K[N]> | undefined;
          }
        >
      : E extends NamedTables<infer T>
        ? { readonly [name: string]: Written<T> }
        : E extends TableList<infer T>
          ? readonly Written<T>[]
          : never;

/** The keys that have defaults, and their values. */
export type Defaults<E> =
  E extends Key<infer Out, infer _In, "default">
    ? Out
    : E extends KeyTable<infer K>
      ? { readonly [N in keyof K as HasDefaults<K[N]> extends true ? N : never]: Defaults<K[N]> }
      : never;

type Needed<K extends Keys> = {
  [N in keyof K]: K[N] extends Key<infer _Out, infer _In, "required"> ? N : never;
}[keyof K];
type HasDefaults<E> = E extends { readonly presence: "default" }
  ? true
  : E extends KeyTable<infer K>
    ? true extends { [N in keyof K]: HasDefaults<K[N]> }[keyof K]
      ? true
      : false
    : false;
type Flat<T> = { [N in keyof T]: T[N] };

/** A key whose value is `value` where nothing is written. */
export function preset<Out, In>(
  type: ValueType<Out, In>,
  value: In,
  doc: string,
): Key<Out, In, "default"> {
  return { kind: "key", type, presence: "default", default: value, doc };
}

/** A key that says nothing where it is not written. */
export function key<Out, In>(type: ValueType<Out, In>, doc: string): Key<Out, In, "optional"> {
  return { kind: "key", type, presence: "optional", doc };
}

/** A key that its table makes no sense without. */
export function needed<Out, In>(type: ValueType<Out, In>, doc: string): Key<Out, In, "required"> {
  return { kind: "key", type, presence: "required", doc };
}

export function table<K extends Keys>(doc: string, keys: K): KeyTable<K> {
  return { kind: "table", keys, doc, presence: "optional" };
}

export function named<E extends KeyTable>(names: ValueType<string>, entry: E): NamedTables<E> {
  return { kind: "named", names, entry, doc: entry.doc };
}

export function list<E extends KeyTable>(entry: E): TableList<E> {
  return { kind: "list", entry, doc: entry.doc };
}
