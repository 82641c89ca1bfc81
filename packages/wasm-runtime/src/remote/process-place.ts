import { createHash } from "node:crypto";
import type { ProcessWalls, Recipe, TargetHost } from "@cofferdam/core";
import type { HostDesk } from "./host-desk.js";
import type { PortableGranted } from "./packing.js";
import type { Peer, Place } from "./peer.js";
import { ProcessPeer } from "./process-peer.js";

export interface ProcessPlaceParts {
  readonly name: string;
  readonly host: TargetHost;
  /** Makes, there, what a module is opened by. */
  readonly recipe: Recipe;
  /** The module. This side has read it: what was looked at here is what runs there, which need not read any file. */
  readonly bytes: Uint8Array;
  readonly granted: PortableGranted;
  readonly walls: ProcessWalls;
  /** Bytes that a reply may have. */
  readonly payloadLimit: number;
}

/** Processes in which a module is opened, one after the other. */
export class ProcessPlace implements Place {
  readonly #parts: ProcessPlaceParts;
  readonly #sha256: string;

  constructor(parts: ProcessPlaceParts) {
    this.#parts = parts;
    this.#sha256 = createHash("sha256").update(parts.bytes).digest("hex");
  }

  /** @throws Lost, what starting a process throws, and what opening the module ends in */
  async begin(desk: HostDesk): Promise<Peer> {
    const { host, recipe, bytes, granted, walls } = this.#parts;
    const peer = new ProcessPeer(this.#parts, await host.begin(recipe, walls), desk);
    try {
      await peer.open(bytes, this.#sha256, granted);
      return peer;
    } catch (error) {
      peer.close();
      throw error;
    }
  }
}
