import { isUtf8 } from "node:buffer";
import { MAX_NAME_BYTES, MAX_TEXT_CHARACTERS } from "../limits.js";
import { MalformedError } from "../malformed.js";
import { dynamicValue, type ElfImage, type Region, tableAt } from "./image.js";

const [DT_STRTAB, DT_STRSZ] = [5, 10];

/** The table that every name of an image is in. */
export class NameTable {
  readonly #table: Region;
  /** Names may overlap: in a hostile file each is as long as it may be. */
  #rest = MAX_TEXT_CHARACTERS;

  /** @throws MalformedError */
  constructor(image: ElfImage) {
    const [address, size] = [dynamicValue(image, DT_STRTAB), dynamicValue(image, DT_STRSZ)];
    if (address === undefined || size === undefined) throw new MalformedError("No names", 0);
    this.#table = tableAt(image, address, size, "table of names");
  }

  /** @throws MalformedError */
  at(place: number): string {
    const { bytes, offset } = this.#table;
    const rest = bytes.subarray(place, place + MAX_NAME_BYTES);
    const end = rest.indexOf(0);
    if (end === -1) throw new MalformedError("No end of a name", offset + place);
    const name = rest.subarray(0, end);
    if (!isUtf8(name)) throw new MalformedError("A name that is no UTF-8", offset + place);
    this.#rest -= end;
    if (this.#rest < 0) throw new MalformedError("Too many names", offset);
    return name.toString();
  }
}
