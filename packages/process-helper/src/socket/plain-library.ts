/** A C library through koffi alone, for the helper on machines that the native call gate was not built for. It has no layers. */
import {
  fail,
  type Gate,
  type MovedCompartment,
  movedCompartment,
  type Size,
  type Target,
} from "@cofferdam/core";
import {
  koffi,
  type Library,
  type LibraryOptions,
  type LibraryStatus,
  library,
  type NativeFunction,
  type Variable,
} from "@cofferdam/ffi";
import {
  callbackType,
  checkPointer,
  declare,
  type FuncArguments,
  type TypeObject,
  typeNamed,
} from "@cofferdam/ffi/declaration";

/** As `library` of @cofferdam/ffi, from where it is loaded. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function plainLibrary(
  path: string,
  options: LibraryOptions,
  from: LoadedFrom,
): Target<Library> {
  const { kind } = library(path, options);
  return { kind, name: path, load: () => new PlainLibrary(path, options, from) };
}

interface LoadedFrom {
  readonly path: string;
  /** What is loaded before it. */
  readonly needed: readonly string[];
}

type Handle = ReturnType<typeof koffi.load>;

class PlainLibrary implements Library {
  readonly path: string;
  readonly #options: LibraryOptions;
  readonly #from: LoadedFrom;
  readonly #compartment: MovedCompartment;
  readonly #callbacks = new Set<bigint>();
  /** What it needs, and it. */
  #handles: readonly Handle[];

  constructor(path: string, options: LibraryOptions, from: LoadedFrom) {
    this.path = path;
    this.#options = options;
    this.#from = from;
    this.#compartment = movedCompartment({ name: path, kind: "library" }, [], "continue");
    this.#handles = this.#load();
  }

  get #handle(): Handle {
    return this.#handles.at(-1) as Handle;
  }

  func(...words: FuncArguments): NativeFunction {
    const declared = declare(words);
    let address = this.symbol(declared.name);
    let handle = this.#handle;
    let raw: Gate = koffi.decode(address, declared.type);
    const call: Gate = (...args) => {
      if (handle !== this.#handle) {
        address = this.symbol(declared.name); // it was reopened
        handle = this.#handle;
        raw = koffi.decode(address, declared.type);
      }
      return raw(...args);
    };
    const async = () => Promise.reject(new TypeError("The helper waits for its calls."));
    const properties = { name: { value: declared.name }, info: { value: declared.info } };
    return Object.defineProperties(call, {
      ...properties,
      async: { value: async },
    }) as NativeFunction;
  }

  symbol(name: string): bigint {
    this.#compartment.assertOpen(`look up ${name}`);
    try {
      return koffi.address(this.#handle.symbol(name));
    } catch (cause) {
      const message = `${this.path} exports no symbol ${JSON.stringify(name)}.`;
      throw fail("ERR_SYMBOL_NOT_FOUND", message, { cause });
    }
  }

  errno(): number {
    return koffi.errno();
  }

  variable(name: string, type: string | TypeObject): Variable {
    const address = this.symbol(name);
    const get = () => this.decode(address, type);
    return { address, get, set: (value) => this.encode(address, type, value) };
  }

  register(callback: (...args: never[]) => unknown, type: string | TypeObject): bigint {
    callbackType(type);
    const pointer = koffi.register(callback, type);
    this.#callbacks.add(pointer);
    return pointer;
  }

  unregister(pointer: bigint): void {
    if (this.#callbacks.delete(pointer)) koffi.unregister(pointer);
  }

  /** Of the other side only: src/socket/held-memory.ts counts it. */
  alloc(bytes: Size): Buffer {
    return Buffer.alloc(Number(bytes));
  }

  free(): void {}

  decode(pointer: bigint, type: string | TypeObject, length?: number): unknown {
    checkPointer(pointer, "decode");
    return koffi.decode(pointer, typeNamed(type), length as number);
  }

  encode(pointer: bigint, type: string | TypeObject, value: unknown, length?: number): void {
    checkPointer(pointer, "encode");
    koffi.encode(pointer, typeNamed(type), value, length as number);
  }

  reopen(): void {
    this.#compartment.reopen(() => {
      unloadAll(this.#handles);
      this.#handles = this.#load();
      return { fresh: false }; // nobody tells whether the system has really unloaded it
    });
  }

  status(): LibraryStatus {
    return {
      ...this.#compartment.status([]),
      path: this.path,
      fresh: null,
      privateHeap: false,
      inPlaceStackBytes: 0,
      liveAllocs: 0,
    };
  }

  dispose(): void {
    if (this.#compartment.status([]).state === "disposed") return;
    this.#compartment.dispose();
    for (const pointer of this.#callbacks) koffi.unregister(pointer);
    unloadAll(this.#handles);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #load(): readonly Handle[] {
    const { privateHeap, ...options } = this.#options;
    if (privateHeap) {
      const message = "No library can have a private heap here. Leave out `privateHeap`.";
      throw fail("ERR_UNSUPPORTED_PLATFORM", message);
    }
    const handles: Handle[] = [];
    const { needed, path } = this.#from;
    try {
      for (const each of [...needed, path]) handles.push(koffi.load(each, options));
      return handles;
    } catch (cause) {
      unloadAll(handles);
      const message = `Cannot load the library ${JSON.stringify(this.path)}: ${(cause as Error).message}.`;
      throw fail("ERR_DLOPEN_FAILED", message, { cause });
    }
  }
}

/** The last that was loaded first: it may need the others. */
function unloadAll(handles: readonly Handle[]): void {
  for (const handle of [...handles].reverse()) handle.unload();
}
