import loadWabt from "wabt";

const wabt = await loadWabt();

/** The text of a module as its bytes. */
export function assemble(text: string): Uint8Array {
  return wabt.parseWat("guest.wat", text, { exceptions: true }).toBinary({}).buffer;
}
