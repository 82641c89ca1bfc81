import { type CallbackThunk, callbackThunk, fail } from "@cofferdam/core";
import koffi, { type TypeObject } from "koffi";
import { typeNamed } from "./declaration.js";
import { shapeOf } from "./shape.js";

export interface Registered {
  /** koffi's own function pointer. */
  readonly inner: bigint;
  readonly thunk: CallbackThunk;
}

/** The host functions that a library may call at any time. */
export class RegisteredCallbacks {
  readonly #registered = new Map<bigint, Registered>();

  /** @param type of a pointer to the callback's prototype. @returns what to pass to the library */
  register(callback: (...args: never[]) => unknown, type: string | TypeObject): bigint {
    const named = callbackType(type); // koffi says less of what is wrong with it
    const registered = throughGate(koffi.register(callback, type), named);
    const { address } = registered.thunk;
    this.#registered.set(address, registered);
    return address;
  }

  /** @throws ERR_CALLBACK_UNKNOWN */
  unregister(address: bigint): void {
    const registered = this.#registered.get(address);
    if (registered === undefined) {
      throw fail(
        "ERR_CALLBACK_UNKNOWN",
        `Expected a pointer that \`register\` of this library returned, got ${address}.`,
      );
    }
    this.#registered.delete(address);
    registered.thunk.dispose();
    koffi.unregister(registered.inner);
  }

  dispose(): void {
    for (const address of [...this.#registered.keys()]) this.unregister(address);
  }
}

/**
 * Lets a guest leave its own stack before koffi runs JavaScript.
 *
 * @param inner koffi's function pointer
 * @param type what it was registered as
 * @throws ERR_GATE_FULL; `inner` is unregistered then
 */
export function throughGate(inner: bigint, { proto }: TypeObject): Registered {
  const { result, arguments: parameters } = proto as NonNullable<typeof proto>;
  const { stackBytes } = shapeOf(result, parameters.map(typeOf));
  return { inner, thunk: thunkOf(inner, stackBytes) };
}

/** @throws ERR_PROTOTYPE_INVALID for another type than a pointer to a prototype */
export function callbackType(type: string | TypeObject): TypeObject {
  const named = typeNamed(type);
  if (named.primitive === "Callback") return named;
  throw fail(
    "ERR_PROTOTYPE_INVALID",
    `Expected a pointer to a callback prototype for \`register\`, got ${named.name}. ` +
      'Declare one with koffi.proto("int Compare(int a, int b)") and pass "Compare *".',
  );
}

/** koffi wraps parameters in { type, direction } where its declarations say TypeObject. */
function typeOf(argument: TypeObject): TypeObject {
  return (argument as unknown as { type?: TypeObject }).type ?? argument;
}

function thunkOf(inner: bigint, stackBytes: number): CallbackThunk {
  try {
    return callbackThunk(inner, stackBytes);
  } catch (error) {
    koffi.unregister(inner);
    throw error;
  }
}
