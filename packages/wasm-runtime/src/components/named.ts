import { Writer } from "../metering/binary/writer.js";

const HEADER_BYTES = 8;
const CUSTOM = 0;
const MODULE_NAME = 0;

/**
 * The same module under a name of ours: V8 gives it with each frame of a stack, so that frames of different modules can be
 * told from one another. Of several sections of names the first one counts; names of functions are read from the original.
 */
export function named(module: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  const names = new Writer(64);
  names.name(name);
  const section = new Writer(64);
  section.name("name");
  section.byte(MODULE_NAME);
  section.u32(names.size);
  section.append(names);
  const whole = new Writer(module.length + 64);
  whole.copy(module, 0, HEADER_BYTES);
  whole.byte(CUSTOM);
  whole.u32(section.size);
  whole.append(section);
  whole.copy(module, HEADER_BYTES, module.length);
  return whole.done();
}
