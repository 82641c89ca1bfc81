import { fail, type Gate } from "@cofferdam/core";
import { type Class, isClass } from "../is-class.js";

/** What runs calls of one component, whose instance may be another one each time. */
export interface Runner {
  readonly exports: Readonly<Record<string, unknown>>;
  /** Which instance there is. */
  readonly generation: number;
  run<Value>(symbol: string, call: () => Value): Value;
}

/**
 * Stands for the class of a resource in whichever instance there is: each instance has a class of its own.
 *
 * @param find gives the class that there is now
 */
export function classFor(runner: Runner, symbol: string, find: () => unknown): unknown {
  const current = () => find() as Class;
  return new Proxy(function Resource() {}, {
    construct: (_target, args: unknown[]) =>
      runner.run(symbol, () => Reflect.construct(current(), args)),
    get: (_target, key) => Reflect.get(current(), key),
    has: (_target, key) => Reflect.has(current(), key),
  });
}

/** Limits the methods of the classes of a new instance: in place, since the glue itself makes objects of them. */
export function armClasses(runner: Runner): void {
  const interfaces = new Map(Object.entries(runner.exports).map(([name, value]) => [value, name]));
  for (const [members, name] of interfaces) {
    if (typeof members !== "object") continue;
    for (const [member, type] of Object.entries(members as object)) {
      if (isClass(type)) armMethods(runner, `${name}#${member}`, type);
    }
  }
}

function armMethods(runner: Runner, symbol: string, type: Class): void {
  for (const owner of [type.prototype, type] as Record<string, unknown>[]) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      const { value, writable } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
      if (name === "constructor" || !writable || typeof value !== "function") continue;
      owner[name] = armedMethod(runner, `${symbol}.${name}`, value);
    }
  }
}

function armedMethod(runner: Runner, symbol: string, method: Gate) {
  const { generation } = runner;
  return function (this: unknown, ...args: unknown[]): unknown {
    return runner.run(symbol, () => {
      if (generation === runner.generation) return Reflect.apply(method, this, args);
      throw fail(
        "ERR_HANDLE_LOST",
        `Cannot call ${symbol}: its resource ended with the instance that it was of. Make another one.`,
      );
    });
  };
}
