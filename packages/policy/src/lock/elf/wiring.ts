import { findableSymbols } from "./hash-tables.js";
import { dynamicValue, dynamicValues, readImage } from "./image.js";
import { NameTable } from "./names.js";
import { relocatedSymbols } from "./relocations.js";
import { SymbolTable } from "./symbols.js";

/** What a library takes from others, and gives them. Versions of symbols are left out. */
export interface ElfWiring {
  readonly soname: string | undefined;
  /** Names of the libraries that the loader brings with it. */
  readonly needed: readonly string[];
  /** Folders that those are looked for in before the system's, with colons between. */
  readonly runpath: string | undefined;
  /** Names of the symbols that others have to have, or may have. */
  readonly imports: readonly string[];
  /** Names of the symbols that others can find in it. */
  readonly exports: readonly string[];
}

const DT = { needed: 1, soname: 14, rpath: 15, runpath: 29 };

/** Any bytes give a value, or a MalformedError. @throws MalformedError */
export function readElfWiring(file: Buffer): ElfWiring {
  const image = readImage(file);
  const names = new NameTable(image);
  const symbols = new SymbolTable(image, names);
  const nameOf = (tag: number) => {
    const place = dynamicValue(image, tag);
    return place === undefined ? undefined : names.at(place);
  };
  return {
    soname: nameOf(DT.soname),
    needed: dynamicValues(image, DT.needed).map((place) => names.at(place)),
    runpath: nameOf(DT.runpath) ?? nameOf(DT.rpath), // the older one counts by itself only
    imports: symbols.undefinedOf(relocatedSymbols(image)),
    exports: symbols.definedOf(findableSymbols(image)),
  };
}
