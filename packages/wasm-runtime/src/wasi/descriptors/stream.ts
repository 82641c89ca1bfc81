import { Filetype } from "../abi/constants.js";
import { INPUT_RIGHTS, OUTPUT_RIGHTS } from "../abi/rights.js";
import { refuse } from "../errno.js";
import type { Stat } from "../files/stat.js";
import type { Input } from "../sources/input.js";
import type { Output } from "../sources/output.js";
import { Descriptor } from "./descriptor.js";

/** No terminal: libc buffers what it writes. */
const STREAM: Stat = {
  device: 0n,
  inode: 0n,
  filetype: Filetype.unknown,
  links: 1n,
  size: 0n,
  atim: 0n,
  mtim: 0n,
  ctim: 0n,
};

export class InputDescriptor extends Descriptor {
  readonly filetype = Filetype.unknown;
  readonly #input: Input;

  constructor(input: Input) {
    super({ base: INPUT_RIGHTS, inheriting: 0 });
    this.#input = input;
  }

  read(into: Uint8Array): number {
    return this.#input.read(into);
  }

  write(): never {
    return refuse("EBADF");
  }

  stat(): Stat {
    return STREAM;
  }

  /** At least: the end can be read as well. */
  available(): bigint {
    return 1n;
  }
}

export class OutputDescriptor extends Descriptor {
  readonly filetype = Filetype.unknown;
  readonly #output: Output;

  constructor(output: Output) {
    super({ base: OUTPUT_RIGHTS, inheriting: 0 });
    this.#output = output;
  }

  read(): never {
    return refuse("EBADF");
  }

  write(from: Uint8Array): number {
    this.#output.write(from);
    return from.length;
  }

  stat(): Stat {
    return STREAM;
  }

  available(): bigint {
    return 0n;
  }
}
