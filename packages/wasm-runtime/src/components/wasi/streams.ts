import { STREAM_BYTES } from "../limits.js";
import { codeOf } from "./error-codes.js";
import { IoError } from "./io-error.js";
import { Pollable } from "./pollable.js";
import { Resource } from "./resource.js";
import type { ComponentSystem } from "./system.js";

/** Where a stream's bytes come from. */
export interface Source {
  /** 0: the end. */
  read(into: Uint8Array): number;
  end?(): void;
}

/** Where they go: all of them. */
export interface Drain {
  write(bytes: Uint8Array): void;
  end?(): void;
}

abstract class Stream extends Resource {
  protected readonly system: ComponentSystem;
  readonly #end: (() => void) | undefined;

  constructor(system: ComponentSystem, end: (() => void) | undefined) {
    super(system.resources);
    this.system = system;
    this.#end = end;
  }

  subscribe(): Pollable {
    return new Pollable(this.system.resources, this.system.clock);
  }

  protected override end(): void {
    this.#end?.();
  }

  /** What is thrown is a stream-error: the error of the result. */
  protected attempted<Value>(act: () => Value): Value {
    try {
      return act();
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      throw { tag: "last-operation-failed", val: new IoError(this.system.resources, code) };
    }
  }
}

/** wasi:io/streams: it never blocks, so that each function is the same as the blocking one. */
export class InputStream extends Stream {
  readonly #source: Source;

  constructor(system: ComponentSystem, source: Source) {
    super(system, source.end && (() => source.end?.()));
    this.#source = source;
  }

  /** At most so many bytes; at the end it is closed. */
  read(length: bigint): Uint8Array {
    if (length === 0n) return new Uint8Array(0);
    const most = length < BigInt(STREAM_BYTES) ? Number(length) : STREAM_BYTES;
    const bytes = new Uint8Array(most);
    const count = this.attempted(() => this.#source.read(bytes));
    if (count === 0) throw { tag: "closed" };
    return count === most ? bytes : bytes.slice(0, count); // the glue copies the buffer, not the view
  }

  blockingRead(length: bigint): Uint8Array {
    return this.read(length);
  }

  skip(length: bigint): bigint {
    return BigInt(this.read(length).length);
  }

  blockingSkip(length: bigint): bigint {
    return this.skip(length);
  }
}

export class OutputStream extends Stream {
  readonly #drain: Drain;

  constructor(system: ComponentSystem, drain: Drain) {
    super(system, drain.end && (() => drain.end?.()));
    this.#drain = drain;
  }

  checkWrite(): bigint {
    return BigInt(STREAM_BYTES);
  }

  write(bytes: Uint8Array): void {
    this.attempted(() => this.#drain.write(bytes));
  }

  blockingWriteAndFlush(bytes: Uint8Array): void {
    this.write(bytes);
    this.flush();
  }

  /** What was written is where it belongs already. */
  flush(): void {}

  blockingFlush(): void {
    this.flush();
  }

  writeZeroes(length: bigint): void {
    if (length > BigInt(STREAM_BYTES)) {
      throw new WebAssembly.RuntimeError("write of more than was permitted");
    }
    this.write(new Uint8Array(Number(length)));
  }

  blockingWriteZeroesAndFlush(length: bigint): void {
    this.writeZeroes(length);
    this.flush();
  }

  splice(from: InputStream, length: bigint): bigint {
    const bytes = from.read(length);
    this.write(bytes);
    return BigInt(bytes.length);
  }

  blockingSplice(from: InputStream, length: bigint): bigint {
    return this.splice(from, length);
  }
}
