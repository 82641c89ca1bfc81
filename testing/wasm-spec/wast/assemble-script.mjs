// From a script to commands whose modules are bytes.

import { assemble } from "./assemblers.mjs";
import { commandsOf } from "./commands.mjs";

/** @typedef {{ commands: object[], modules: Record<string, string> }} Script
 *    modules: in base64, by the `filename` of a command. One that was not assembled has `unassembled`: why. */

/** @returns {Promise<Script>} */
export async function assembleScript(text) {
  const modules = {};
  const commands = [];
  for (const { source, ...command } of commandsOf(text)) {
    commands.push({ ...command, ...(source && (await add(modules, source))) });
  }
  return { commands, modules };
}

async function add(modules, source) {
  const { bytes, unassembled } = source.bytes ? source : await assemble(source.wat);
  if (bytes === undefined) return { unassembled };
  const filename = `${Object.keys(modules).length}.wasm`;
  modules[filename] = Buffer.from(bytes).toString("base64");
  return { filename };
}
