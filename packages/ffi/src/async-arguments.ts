/** What koffi is given for one asynchronous call, and what happens to it when the call has ended. */
import koffi, { type TypeObject } from "koffi";
import { deferredOutput, isContainer, isDeferred } from "./async-outputs.js";
import type { Parameter } from "./declaration.js";
import { holdsCallback } from "./placement.js";
import { RegisteredCallbacks } from "./registered-callbacks.js";

type Callback = (...args: never[]) => unknown;

/** Must arguments for it be replaced by something else? */
export function needsPreparing(parameter: Parameter): boolean {
  return holdsCallback(parameter.type) || isDeferred(parameter);
}

/** The arguments of one call. */
export class AsyncArguments {
  readonly values: readonly unknown[];
  readonly #callbacks = new RegisteredCallbacks();
  readonly #decoders: (() => void)[] = [];
  readonly #thrown: unknown[] = [];

  constructor(parameters: readonly Parameter[], given: readonly unknown[]) {
    try {
      this.values = given.map((argument, index) =>
        this.#prepare(parameters[index] as Parameter, argument),
      );
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** The call did not return. @returns its error, with what a callback threw first as the cause */
  blame(error: Error): Error {
    if (this.#thrown.length === 0) return error;
    return Object.defineProperty(error, "cause", { value: this.#thrown[0], configurable: true });
  }

  /** The call returned: fills the output parameters. @throws what a callback threw first */
  finish(): void {
    if (this.#thrown.length > 0) throw this.#thrown[0];
    for (const decode of this.#decoders) decode();
  }

  /** The call is over, however it ended. */
  dispose(): void {
    this.#callbacks.dispose();
  }

  #prepare(parameter: Parameter, argument: unknown): unknown {
    if (parameter.direction === "Input") return this.#withPointers(parameter.type, argument);
    const output = deferredOutput(parameter, argument);
    if (output === undefined) return argument;
    this.#decoders.push(output.decode);
    return output.memory;
  }

  /** The argument with its functions registered; koffi's own pointers would not tell the gate that host code runs. */
  #withPointers(type: TypeObject, argument: unknown): unknown {
    if (type.primitive === "Callback" && typeof argument === "function") {
      return this.#callbacks.register(this.#caught(argument as Callback, type), type);
    }
    if (!isContainer(argument) || !holdsCallback(type)) return argument;
    if (Array.isArray(argument)) {
      return argument.map((element) => this.#withPointers(type.ref as TypeObject, element));
    }
    const { members } = type.ref ?? type;
    if (members === undefined) return argument;
    const replaced = Object.entries(argument).map(([name, value]) => {
      const member = members[name];
      return [name, member ? this.#withPointers(member.type, value) : value];
    });
    return Object.fromEntries(replaced);
  }

  /** koffi would let what is thrown end the process, and the guest go on with what is on the stack; here it is a zero. */
  #caught(callback: Callback, type: TypeObject): Callback {
    const { result } = (type as TypeObject & { proto: { result: TypeObject } }).proto;
    return (...args) => {
      try {
        return callback(...args);
      } catch (error) {
        this.#thrown.push(error);
        return zeroOf(result);
      }
    };
  }
}

function zeroOf(type: TypeObject): unknown {
  return type.primitive === "Void" ? undefined : koffi.decode(Buffer.alloc(type.size), type);
}
