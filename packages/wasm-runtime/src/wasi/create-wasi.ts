import { fail } from "@cofferdam/core";
import { GuestMemory } from "./abi/guest-memory.js";
import { InputDescriptor, OutputDescriptor } from "./descriptors/stream.js";
import { DescriptorTable } from "./descriptors/table.js";
import { Ending, type Imports, importsOf } from "./imports.js";
import { OpenMounts } from "./mounts.js";
import type { System } from "./system.js";
import { type Settings, settingsOf, type WasiOptions } from "./wasi-options.js";

/** What the guest wrote and nobody took. */
export interface WasiOutput {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** There was more than the limit. */
  readonly stdoutTruncated: boolean;
  readonly stderrTruncated: boolean;
}

/** WASI preview 1 for one instance of a module. */
export interface Wasi {
  /** The functions of `wasi_snapshot_preview1`. */
  readonly imports: Imports;
  /** The instance's memory. Until then the guest's pointers lead nowhere. */
  bind(memory: WebAssembly.Memory): void;
  /** A copy. */
  output(): WasiOutput;
  /** The same, and begins anew: for a guest that is called more than once. */
  takeOutput(): WasiOutput;
  /** Begins anew. */
  dropOutput(): void;
  /** For the next call: everything is as it was in the beginning, except for what is in host directories. */
  reset(): void;
  /** Closes every descriptor. */
  dispose(): void;
}

/**
 * A world for a guest of WASI preview 1.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, and what opening a mount throws
 */
export function createWasi(options: WasiOptions = {}): Wasi {
  return new PreviewOne(settingsOf(options));
}

class PreviewOne implements Wasi {
  readonly imports: Imports;
  readonly #settings: Settings;
  readonly #mounts: OpenMounts;
  readonly #memory = new GuestMemory();
  readonly #descriptors = new DescriptorTable();
  readonly #ending = new Ending();
  #isDisposed = false;

  constructor(settings: Settings) {
    const { clock, random, args, env } = settings;
    this.#settings = settings;
    this.#mounts = new OpenMounts(settings.mounts, () => clock.realtime());
    const memory = this.#memory;
    const descriptors = this.#descriptors;
    const system: System = { memory, descriptors, clock, random, args, env };
    this.imports = importsOf(system, this.#ending);
    this.#refill();
  }

  bind(memory: WebAssembly.Memory): void {
    this.#checkAlive();
    this.#memory.bind(memory);
  }

  output(): WasiOutput {
    const { stdout, stderr } = this.#settings;
    return {
      stdout: stdout.collected(),
      stderr: stderr.collected(),
      stdoutTruncated: stdout.isTruncated,
      stderrTruncated: stderr.isTruncated,
    };
  }

  takeOutput(): WasiOutput {
    const taken = this.output();
    this.dropOutput();
    return taken;
  }

  dropOutput(): void {
    this.#settings.stdout.reset();
    this.#settings.stderr.reset();
  }

  reset(): void {
    this.#checkAlive();
    const { clock, random, stdin, stdout, stderr } = this.#settings;
    this.#descriptors.closeAll();
    for (const part of [clock, random, stdin, stdout, stderr, this.#mounts, this.#ending]) {
      part.reset();
    }
    this.#refill();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#descriptors.closeAll();
    this.#mounts.dispose();
    this.#memory.unbind();
  }

  #refill(): void {
    const { stdin, stdout, stderr } = this.#settings;
    this.#descriptors.refill([
      new InputDescriptor(stdin),
      new OutputDescriptor(stdout),
      new OutputDescriptor(stderr),
      ...this.#mounts.preopens(),
    ]);
  }

  #checkAlive(): void {
    if (!this.#isDisposed) return;
    throw fail(
      "ERR_TARGET_DISPOSED",
      "Expected a Wasi that is in use, got one that was disposed. Make another one with createWasi().",
    );
  }
}
