/** Libraries of one client: admitted under the helper's policy, and open for as long as they are loaded. */
import { type Admission, type Admitted, admitAll } from "@cofferdam/admission";

/** What a library is loaded as. */
export interface LoadedAs {
  /** For the loader. */
  readonly path: string;
  /** What is loaded before it. */
  readonly needed: readonly string[];
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

function admitted(all: Admitted): Kept {
  const { loadPath, realPath } = all.libraries.at(-1) as Admitted["libraries"][number];
  const needed = all.libraries.slice(0, -1).map((library) => library.loadPath);
  const as = { path: loadPath, needed, realPath };
  return { as, [Symbol.dispose]: () => all[Symbol.dispose]() };
}

function unchecked(name: string): Kept {
  return { as: { path: name, needed: [], realPath: name }, [Symbol.dispose]() {} };
}
