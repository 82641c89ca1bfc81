import type { Output } from "../../instance/world.js";
import { OpenMounts } from "../../wasi/mounts.js";
import { type Settings, settingsOf, type WasiOptions } from "../../wasi/wasi-options.js";
import { cliInterfaces } from "./cli.js";
import { clockInterfaces } from "./clocks.js";
import { filesystemInterfaces } from "./filesystem.js";
import { IoError } from "./io-error.js";
import { Pollable, poll } from "./pollable.js";
import { randomInterfaces } from "./random.js";
import { Resources } from "./resource.js";
import { InputStream, OutputStream } from "./streams.js";
import type { ComponentSystem } from "./system.js";

const utf8 = new TextDecoder();

/** WASI 0.2 for one component, of the parts of our preview 1: io, clocks, random, cli and filesystem. */
export class WasiTwo {
  /** Functions and classes, by interface. */
  readonly interfaces: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly #settings: Settings;
  readonly #mounts: OpenMounts;
  readonly #resources = new Resources();

  /** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, and what opening a mount throws */
  constructor(options: WasiOptions) {
    this.#settings = settingsOf(options);
    const { clock, mounts } = this.#settings;
    this.#mounts = new OpenMounts(mounts, () => clock.realtime());
    const system: ComponentSystem = { ...this.#settings, resources: this.#resources };
    this.interfaces = {
      "wasi:io/error": { Error: IoError },
      "wasi:io/poll": { Pollable, poll: (all: readonly Pollable[]) => poll(clock, all) },
      "wasi:io/streams": { InputStream, OutputStream },
      ...clockInterfaces(system),
      ...randomInterfaces(system),
      ...cliInterfaces(system),
      ...filesystemInterfaces(system, this.#mounts),
    };
  }

  /** What was written since the last time. */
  takeOutput(): Output {
    const { stdout, stderr } = this.#settings;
    const taken = {
      stdout: utf8.decode(stdout.collected()),
      stderr: utf8.decode(stderr.collected()),
      stdoutTruncated: stdout.isTruncated,
      stderrTruncated: stderr.isTruncated,
    };
    stdout.reset();
    stderr.reset();
    return taken;
  }

  /** As it was in the beginning, except for what is in host directories. */
  reset(): void {
    const { clock, random, stdin, stdout, stderr } = this.#settings;
    this.#resources.endAll();
    for (const part of [clock, random, stdin, stdout, stderr, this.#mounts]) part.reset();
  }

  dispose(): void {
    this.#resources.endAll();
    this.#mounts.dispose();
  }
}
