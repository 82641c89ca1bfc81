import { isolate } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { loadPolicy } from "@cofferdam/policy";
import { deadline, signals } from "@cofferdam/signals";
import { no, type Probe, yes } from "../probe.js";
import { cLibrary } from "./scene/c-library.js";
import { withFile } from "./scene/file.js";
import { isWell } from "./scene/here.js";

const lists = (glob: string) =>
  `[ffi]\nenabled = true\n[ffi.sandbox]\nallowed_libs = ["${glob}"]\n`;

export const probe: Probe = async () => {
  const allowed = await withFile(lists("/**"), openUnder);
  if (!isWell(allowed)) return no(`${cLibrary} is allowed, and its calls are wrong`);
  try {
    await withFile(lists("/nowhere/*.so"), openUnder);
    return no(`${cLibrary} was opened, and the policy does not allow it`);
  } catch (error) {
    const { code, rule } = error as { code?: string; rule?: { key: string } };
    if (code !== "ERR_DLOPEN_FAILED" || rule === undefined) throw error;
    return yes(`${cLibrary}, which the policy does not list: ${code} by ${rule.key}`);
  }
};

async function openUnder(path: string): Promise<Library> {
  const policy = await loadPolicy(path);
  return isolate(policy.layers({ signals, deadline })).open(library(cLibrary));
}
