/** What the user has of an object in a helper: made of its description, and of nothing else. */
import type { Being, Description, Member, MemberKind } from "../wire/description.js";
import { type CallLimits, type Invoke, invocable } from "./call-limits.js";

type Start = (args: readonly unknown[], limits: CallLimits) => unknown;

/** What is done with handles, of one helper. */
export interface Owner {
  /** Puts the layers of this side around a call. */
  invoke(symbol: string, start: Start): Invoke;
  /** With a name, a method; without, the object itself. */
  call(handle: Handle, name: string, args: readonly unknown[], limits: CallLimits): unknown;
  /** @returns the instance's handle, at once: what is asked of it waits until it has been made */
  construct(handle: Handle, args: readonly unknown[], limits: CallLimits): object;
  get(handle: Handle, name: string): Promise<unknown>;
  set(handle: Handle, name: string, value: unknown): Promise<void>;
  /** @throws ERR_TARGET_DISPOSED, ERR_HANDLE_DISPOSED, ERR_HANDLE_LOST, and what its constructor threw */
  assertUsable(handle: Handle): void;
  dispose(proxy: object): void;
}

/** One handle; another one may be of the same object, when this one has been disposed. */
export class Handle {
  readonly number: number;
  readonly being: Being;
  readonly name: string;
  readonly owner: Owner;
  isDisposed = false;
  /** Of an instance that the host has had made: settles when it has been. Handled. */
  construction: Promise<void> | undefined;
  /** What its constructor threw. */
  failure: { readonly error: unknown } | undefined;
  /** Of a class: what its instances have. */
  instance: readonly Member[] = [];

  constructor(number: number, being: Being, name: string, owner: Owner) {
    this.number = number;
    this.being = being;
    this.name = name;
    this.owner = owner;
  }
}

/** From what the user has to what it stands for. */
const handles = new WeakMap<object, Handle>();

export function handleOf(value: object): Handle | undefined {
  return handles.get(value);
}

/** A handle's object before its members are known. */
export function createProxy(handle: Handle): object {
  const proxy = handle.being === "object" ? Object.create(base) : callable(handle);
  if (handle.being !== "object") Object.defineProperty(proxy, Symbol.dispose, ofFunctions);
  handles.set(proxy, handle);
  return proxy;
}

/** Members that are there already stay. */
export function fillProxy(proxy: object, handle: Handle, { members, instance }: Description): void {
  handle.instance = instance;
  for (const [name, kind, value] of members) {
    const own = Object.getOwnPropertyDescriptor(proxy, name);
    if (own === undefined || own.configurable) {
      Object.defineProperty(proxy, name, propertyOf(handle, name, kind, value));
    }
  }
}

/** Nothing of Object's: what is not declared is not there. */
const base: object = Object.freeze(
  Object.create(null, {
    [Symbol.dispose]: {
      value(this: object) {
        handles.get(this)?.owner.dispose(this);
      },
    },
  }),
);

const ofFunctions: PropertyDescriptor = {
  value(this: object) {
    handles.get(this)?.owner.dispose(this);
  },
};

function callable(handle: Handle): object {
  const { owner } = handle;
  const symbol = handle.name || "(function)";
  const call = owner.invoke(symbol, (args, limits) => owner.call(handle, "", args, limits));
  const made =
    handle.being === "class"
      ? invocable({ call, construct: (args, limits) => owner.construct(handle, args, limits) })
      : invocable({ call });
  Object.defineProperty(made, "name", { value: handle.name, configurable: true });
  return made;
}

function propertyOf(
  handle: Handle,
  name: string,
  kind: MemberKind,
  value: unknown,
): PropertyDescriptor {
  if (kind === "value") return { value, enumerable: true };
  if (kind === "method") return { value: method(handle, name), enumerable: true };
  const { owner } = handle;
  // not enumerable: whoever copies a handle, or prints it, asks for nothing
  return { get: () => owner.get(handle, name), configurable: true };
}

/** Bound to its object: it can be handed around. */
function method(handle: Handle, name: string): object {
  const { owner } = handle;
  const call = owner.invoke(symbolOf(handle, name), (args, limits) => {
    return owner.call(handle, name, args, limits);
  });
  const made = invocable({ call });
  Object.defineProperty(made, "name", { value: name, configurable: true });
  return made;
}

/** What errors and `status()` call it. */
export function symbolOf(handle: Handle, name: string): string {
  return handle.name === "" ? name : `${handle.name}.${name}`;
}
