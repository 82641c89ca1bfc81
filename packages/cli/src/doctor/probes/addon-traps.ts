import { createRequire } from "node:module";
import { IsolationError, type IsolationLayer } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";
import { no, type Probe, yes } from "../probe.js";
import { optional } from "./scene/optional.js";

/** What is used of @cofferdam/addons, which need not be installed. */
interface Addons {
  loadAddon(path: string, options: { readonly layers: readonly IsolationLayer[] }): Koffi;
}

interface Koffi {
  decode(address: bigint, type: string): unknown;
  sizeof(type: string): number;
}

/** An addon that everybody who has this package has, too: it reads any address that it is asked to. */
const koffi = createRequire(import.meta.resolve("@cofferdam/ffi")).resolve("koffi");

export const probe: Probe = async () => {
  const { loadAddon } = await optional<Addons>("@cofferdam/addons");
  const guarded = loadAddon(koffi, { layers: [signals({ afterFault: "continue" })] });
  try {
    guarded.decode(8n, "int");
    return no("koffi read address 8: nobody noticed");
  } catch (error) {
    if (!(error instanceof IsolationError)) throw error;
    if (guarded.sizeof("int") !== 4) return no("koffi is not well after a wild pointer");
    return yes("koffi, told to read address 8: SIGSEGV; the next call is good");
  }
};
