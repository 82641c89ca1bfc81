import type { Frame } from "@cofferdam/core";
import { Locator } from "../metering/index.js";
import type { Program } from "../program/program.js";

/** "at name (wasm://wasm/1a2b3c:wasm-function[12]:0x3a4)", as V8 writes it, with or without a name. */
const WASM_FRAME = /wasm-function\[(\d+)\]:0x([0-9a-f]+)/;
const MAX_FRAMES = 64;

/** The WebAssembly frames of an error, innermost first, as they are in the module that was opened. */
export function framesOf(error: Error, program: Program): readonly Frame[] {
  const places = String(error.stack)
    .split("\n")
    .map((line) => WASM_FRAME.exec(line))
    .filter((match) => match !== null)
    .slice(0, MAX_FRAMES)
    .map(([, index, offset]) => [Number(index), Number.parseInt(String(offset), 16)] as const);
  if (places.length === 0) return [];
  const locator = locatorOf(program);
  return places.flatMap(([index, offset]) => {
    const place = locator.locate(index, offset);
    if (place === undefined) return [];
    const at = `0x${place.offset.toString(16)}`;
    return [
      {
        pc: at,
        symbol: place.name ?? `function[${place.function}]`,
        offset: place.inFunction,
        module: program.name,
        moduleOffset: at,
      },
    ];
  });
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
