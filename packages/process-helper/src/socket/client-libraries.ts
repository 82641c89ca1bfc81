/** Libraries of one client: admitted under the helper's policy, and open for as long as they are loaded. */
import { koffi } from "@cofferdam/ffi";
import { type Admitted, admitAll } from "../host/admit-all.js";
import type { Admission } from "../libraries/admit.js";

/** What a library was loaded as. */
export interface LoadedAs {
  /** For the loader. */
  readonly path: string;
  /** For everybody else. */
  readonly realPath: string;
}

interface Kept extends Disposable {
  readonly as: LoadedAs;
}

export class ClientLibraries {
  /** undefined: there is no policy, on machines where a library cannot be checked. */
  readonly #admission: Admission | undefined;
  readonly #kept = new Map<number, Kept>();

  constructor(admission: Admission | undefined) {
    this.#admission = admission;
  }

  get numbers(): readonly number[] {
    return [...this.#kept.keys()];
  }

  /**
   * Has a library loaded under a number.
   *
   * @param load is given what to load
   * @returns what that returned
   * @throws LibraryRefusal, and what `load` throws
   */
  load<T>(number: number, name: string, load: (as: LoadedAs) => T): T {
    if (this.#kept.has(number)) throw new TypeError(`The library ${number} is open already.`);
    const kept = this.#admission ? admitted(admitAll(this.#admission, name)) : unchecked(name);
    try {
      const made = load(kept.as);
      this.#kept.set(number, kept);
      return made;
    } catch (error) {
      kept[Symbol.dispose]();
      throw error;
    }
  }

  /** The library is not loaded any more. */
  release(number: number): void {
    this.#kept.get(number)?.[Symbol.dispose]();
    this.#kept.delete(number);
  }
}

/** The private libraries that it needs are loaded first: they are not found from /proc/self/fd. */
function admitted(all: Admitted): Kept {
  const main = all.libraries.at(-1) as Admitted["libraries"][number];
  try {
    const needed = all.libraries.slice(0, -1).map(({ fd }) => koffi.load(pathOf(fd)));
    const dispose = () => {
      for (const library of needed) library.unload();
      all[Symbol.dispose]();
    };
    const as = { path: pathOf(main.fd), realPath: main.realPath };
    return { as, [Symbol.dispose]: dispose };
  } catch (error) {
    all[Symbol.dispose]();
    throw error;
  }
}

function unchecked(name: string): Kept {
  return { as: { path: name, realPath: name }, [Symbol.dispose]() {} };
}

function pathOf(fd: number): string {
  return `/proc/self/fd/${fd}`;
}
