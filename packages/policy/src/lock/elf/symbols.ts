import { MalformedError } from "../malformed.js";
import { dynamicValue, type ElfImage, type Region, regionAt } from "./image.js";
import type { NameTable } from "./names.js";

const DT_SYMTAB = 6;
const SYMBOL_BYTES = 24;
const UNDEFINED = 0;
const LOCAL = 0;

/** The symbols that the loader knows of. Nothing says how many there are: others point to them. */
export class SymbolTable {
  readonly #names: NameTable;
  readonly #table: Region;

  /** @throws MalformedError */
  constructor(image: ElfImage, names: NameTable) {
    const address = dynamicValue(image, DT_SYMTAB);
    if (address === undefined) throw new MalformedError("No symbols", 0);
    this.#names = names;
    this.#table = regionAt(image, address, "symbols");
  }

  /** Names of the symbols of these indexes that others define. @throws MalformedError */
  undefinedOf(indexes: ReadonlySet<number>): readonly string[] {
    return this.#named(indexes, ({ section }) => section === UNDEFINED);
  }

  /** Names of those that others may use. @throws MalformedError */
  definedOf(indexes: ReadonlySet<number>): readonly string[] {
    return this.#named(
      indexes,
      ({ section, binding }) => section !== UNDEFINED && binding !== LOCAL,
    );
  }

  #named(indexes: ReadonlySet<number>, isMeant: (symbol: ElfSymbol) => boolean): readonly string[] {
    return [...indexes]
      .map((index) => this.#symbol(index))
      .filter(isMeant)
      .map(({ name }) => this.#names.at(name));
  }

  #symbol(index: number): ElfSymbol {
    const { bytes, offset } = this.#table;
    const at = index * SYMBOL_BYTES;
    if (at + SYMBOL_BYTES > bytes.length) throw new MalformedError("No symbol", offset + at);
    return {
      name: bytes.readUInt32LE(at),
      binding: bytes.readUInt8(at + 4) >> 4,
      section: bytes.readUInt16LE(at + 6),
    };
  }
}

interface ElfSymbol {
  readonly name: number;
  readonly binding: number;
  readonly section: number;
}
