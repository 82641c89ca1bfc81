import { type CallbackThunk, callbackThunk, fail } from "@cofferdam/core";
import koffi, { type TypeObject } from "koffi";
import { typeNamed } from "./declaration.js";
import { shapeOf } from "./shape.js";

interface Registered {
  /** koffi's own function pointer. */
  readonly inner: bigint;
  readonly thunk: CallbackThunk;
}

/** The host functions that a library may call at any time. */
export class RegisteredCallbacks {
  readonly #registered = new Map<bigint, Registered>();

  /** @param type of a pointer to the callback's prototype. @returns what to pass to the library */
  register(callback: (...args: never[]) => unknown, type: string | TypeObject): bigint {
    const { name, primitive, proto } = typeNamed(type);
    if (primitive !== "Callback" || proto === undefined) {
      throw fail(
        "ERR_PROTOTYPE_INVALID",
        `Expected a pointer to a callback prototype for \`register\`, got ${name}. ` +
          'Declare one with koffi.proto("int Compare(int a, int b)") and pass "Compare *".',
      );
    }
    const inner = koffi.register(callback, type);
    const parameters = proto.arguments.map((argument) => typeOf(argument));
    const { stackBytes } = shapeOf(proto.result, parameters);
    const thunk = thunkOf(inner, stackBytes);
    this.#registered.set(thunk.address, { inner, thunk });
    return thunk.address;
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
