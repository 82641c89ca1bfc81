/** What the host sees of a module's types. */

type AnyFunction = (...args: never[]) => unknown;
type AnyConstructor = abstract new (...args: never[]) => unknown;

type Primitive = string | number | bigint | boolean | null | undefined;
type Copied = Primitive | ArrayBuffer | ArrayBufferView | Date | Error;

/** Names that nobody can reach. */
type Hidden = "__proto__" | "constructor" | "prototype" | "then" | symbol;

/** What a module exports, in a helper: functions and classes to call, data as it is. */
export type Remote<T> = 0 extends 1 & T
  ? T // any
  : T extends Copied
    ? T
    : T extends AnyConstructor
      ? RemoteClass<T>
      : T extends AnyFunction
        ? RemoteFunction<T>
        : T extends object
          ? { readonly [K in keyof T as Exclude<K, Hidden>]: Remote<T[K]> }
          : never;

export type RemoteFunction<T extends AnyFunction> = Disposable &
  ((...args: RemoteArguments<Parameters<T>>) => Promise<Returned<Awaited<ReturnType<T>>>>) & {
    readonly [K in keyof T as Exclude<K, Hidden>]: Remote<T[K]>;
  };

/** `new` gives the instance's handle at once. */
export type RemoteClass<T extends AnyConstructor> = Disposable &
  (new (
    ...args: RemoteArguments<ConstructorParameters<T>>
  ) => RemoteObject<InstanceType<T>>) & {
    readonly [K in keyof T as Exclude<K, Hidden>]: Remote<T[K]>;
  };

/** A handle: methods return promises, and other members are promises. */
export type RemoteObject<T> = Disposable & {
  readonly [K in keyof T as Exclude<K, Hidden>]: T[K] extends AnyFunction
    ? (...args: RemoteArguments<Parameters<T[K]>>) => Promise<Returned<Awaited<ReturnType<T[K]>>>>
    : Promise<Returned<Awaited<T[K]>>>;
};

/** What a call gives: a copy of data, a handle of what has methods. */
export type Returned<T> = 0 extends 1 & T
  ? T
  : T extends Copied | AnyConstructor | AnyFunction
    ? Remote<T>
    : T extends ReadonlyMap<infer K, infer V>
      ? Map<Returned<K>, Returned<V>>
      : T extends ReadonlySet<infer V>
        ? Set<Returned<V>>
        : T extends readonly unknown[]
          ? { [I in keyof T]: Returned<T[I]> }
          : T extends object
            ? HasMethods<T> extends true
              ? RemoteObject<T>
              : { [K in keyof T]: Returned<T[K]> }
            : T;

type HasMethods<T> = true extends {
  [K in keyof T]-?: T[K] extends AnyFunction ? true : never;
}[keyof T]
  ? true
  : false;

export type RemoteArguments<T extends readonly unknown[]> = {
  [I in keyof T]: RemoteArgument<T[I]>;
};

/** Data, functions of the host, handles of the same module. Functions are called back later: they may return promises. */
export type RemoteArgument<T> =
  | T
  | (T extends AnyConstructor ? RemoteClass<T> : never)
  | (T extends (...args: infer A) => infer R
      ? (...args: { [I in keyof A]: Returned<A[I]> }) => R | Promise<Awaited<R>> | Promise<void>
      : never)
  | (T extends Copied | AnyFunction ? never : T extends object ? RemoteObject<T> : never);
