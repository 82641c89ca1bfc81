import type { Frame } from "@cofferdam/core";
import { Locator, type Place } from "../metering/index.js";
import type { Program } from "../program/program.js";

/**
 * "at name (wasm://wasm/module-1a2b3c:wasm-function[12]:0x3a4)", as V8 writes it, with or without the names of the function
 * and the module.
 */
const WASM_FRAME = /(?:wasm:\/\/wasm\/(\S*)-)?[0-9a-f]+:wasm-function\[(\d+)\]:0x([0-9a-f]+)/;
const MAX_FRAMES = 64;

/** Of the module that has this name; undefined: it is nobody's. */
export type ProgramOf = (module: string | undefined) => Program | undefined;

/** The WebAssembly frames of an error, innermost first, as they are in the module that was opened. */
export function framesOf(error: Error, programs: Program | ProgramOf): readonly Frame[] {
  const programOf = typeof programs === "function" ? programs : () => programs;
  const places = String(error.stack)
    .split("\n")
    .map((line) => WASM_FRAME.exec(line))
    .filter((match) => match !== null)
    .slice(0, MAX_FRAMES);
  return places.flatMap(([, module, index, offset]) => {
    const program = programOf(module);
    const at = Number.parseInt(String(offset), 16);
    const place = program && locatorOf(program).locate(Number(index), at);
    return place === undefined ? [] : [frameOf(program as Program, place)];
  });
}

function frameOf({ name }: Program, place: Place): Frame {
  const at = `0x${place.offset.toString(16)}`;
  return {
    pc: at,
    symbol: place.name ?? `function[${place.function}]`,
    offset: place.inFunction,
    module: name,
    moduleOffset: at,
  };
}

/** One for each program: a guest that faults will do so again. */
const locators = new WeakMap<Program, Locator>();

function locatorOf(program: Program): Locator {
  const known = locators.get(program);
  if (known !== undefined) return known;
  const { original, metered, options } = program;
  const locator = new Locator(original, metered, options);
  locators.set(program, locator);
  return locator;
}
