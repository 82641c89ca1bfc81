import {
  type Compartment,
  fail,
  type Link,
  type LinkOptions,
  type NativeHalf,
} from "@cofferdam/core";

type Told = Pick<LinkOptions, "delivery" | "environment" | "calledByHost" | "inPlace" | "onError">;

const inPlace = "it calls V8, which must run on the thread's own stack";

/** As anything that is thrown there. */
const thrown: Told = { delivery: "throw", environment: "first-argument", inPlace };
/** Nobody is there to catch it. */
const warned: Told = {
  delivery: "stash",
  environment: undefined,
  inPlace,
  onError: (error) => process.emitWarning(error),
};
const calledByHost = true;

/** By number, in native/guest.h: who calls a function of an addon, and how its fault is told. */
const EXECUTE = 2;
const kinds: readonly Told[] = [
  thrown, // callback
  { ...warned, calledByHost }, // finalizer
  { delivery: "post", environment: undefined, calledByHost }, // execute: it knows nothing of V8
  { ...thrown, calledByHost }, // complete
  { ...thrown, calledByHost }, // threadsafe call
  { ...warned, calledByHost }, // cleanup hook
  thrown, // init
];

/** Of Node-API's callbacks none has more than six arguments, or a result that is not a pointer. */
const shape = { stackBytes: 0, resultBytes: 0 };

/** The callbacks of one open addon. */
export class AddonCallbacks {
  readonly #compartment: Compartment;
  readonly #native: NativeHalf;
  readonly #addresses = new Map<string, bigint>();
  readonly #executes = new Map<bigint, Link>();

  /** @throws ERR_LAYER_UNAVAILABLE */
  constructor(compartment: Compartment, native: NativeHalf) {
    assertUndecorated(compartment);
    this.#compartment = compartment;
    this.#native = native;
  }

  /** @returns the guarded address. @throws what `link` of the compartment throws */
  link(address: bigint, name: string, kind: number): bigint {
    const symbol = this.#symbolFor(name, address);
    const link = this.#compartment.link({
      ...(kinds[kind] as Told),
      ...{ symbol, address, shape, native: this.#native, keeps: this },
    });
    if (kind === EXECUTE) this.#executes.set(link.address, link);
    return link.address;
  }

  /** The execution of async work behind `address` went wrong. */
  executed(address: bigint): void {
    const error = this.#executes.get(address)?.takeError();
    if (error) process.emitWarning(error);
  }

  /** An addon is never unloaded: its functions stay where they are. */
  addressOf(symbol: string): bigint {
    return this.#addresses.get(symbol) as bigint;
  }

  /** Two functions may have one name; one symbol has one address. */
  #symbolFor(name: string, address: bigint): string {
    let symbol = name;
    for (let nth = 2; (this.#addresses.get(symbol) ?? address) !== address; nth++) {
      symbol = `${name} #${nth}`;
    }
    this.#addresses.set(symbol, address);
    return symbol;
  }
}

/** A layer may throw when it is told so little, with advice that is none for an addon. */
function assertUndecorated(compartment: Compartment): void {
  try {
    if (!compartment.decorates({ symbol: "*", async: false })) return;
  } catch (cause) {
    throw decoratedError({ cause });
  }
  throw decoratedError();
}

function decoratedError(options?: ErrorOptions): Error {
  return fail(
    "ERR_LAYER_UNAVAILABLE",
    "Cannot open the addon: one of the layers decorates calls in JavaScript, as memory() does, which an " +
      "addon's functions, called by V8 directly, do not pass. Leave that layer out.",
    options,
  );
}
