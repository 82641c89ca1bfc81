import { isolate } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { shapeOf } from "../src/shape.ts";
import { layerLists } from "./layer-lists.js";
import { compile } from "./libraries.js";
import { Random } from "./shape/random.js";
import { bytesOf, randomSignatures, type Signature, shown } from "./shape/signatures.js";
import { sourceOf } from "./shape/source.js";
import { koffiType } from "./shape/types.js";
import { fromJs, toJs } from "./shape/values.js";

const seed = Number(process.env.COFFERDAM_SEED ?? 20_260_101);
const signatures = randomSignatures(new Random(seed), 250);
const path = compile(sourceOf(signatures));

describe(`shapeOf(result, parameters), seed ${seed}`, () => {
  const handle = koffi.load(path);

  it.each(signatures)("finds what the compiler does for $name", (signature) => {
    const [result, parameters] = typesOf(signature);
    const stackBytes = handle.func(`long stack_${signature.name}()`)();
    const resultBytes = result.size > 16 ? result.size : 0;
    expect(shapeOf(result, parameters), shown(signature)).toMatchObject({
      stackBytes,
      resultBytes,
    });
  });
});

describe.each(layerLists)(`a function of any signature, in %s, seed ${seed}`, (_name, layers) => {
  const lib = isolate(layers({ afterFault: "continue" })).openSync(library(path));
  const bytes = lib.variable("captured_bytes", "int");

  it.each(signatures)("gets and gives what plain koffi does: $name", (signature) => {
    const plain = koffi.load(path).func(signature.name, ...typesOf(signature));
    const guarded = lib.func(signature.name, ...typesOf(signature));
    for (const call of [plain, guarded]) {
      bytes.set(0);
      const result = call(...argumentsOf(signature));
      expect(captured(lib), shown(signature)).toEqual(bytesOf(signature.parameters));
      expectResult(signature, result);
    }
  });

  it.each(signatures)("calls back what is registered for $name", (signature) => {
    const proto = koffi.pointer(koffi.proto(...typesOf(signature)));
    const given: string[][] = [];
    const callback = (...args: unknown[]) => {
      given.push(args.flatMap((arg, index) => fromJs(parameter(signature, index), arg)));
      return resultOf(signature);
    };
    const pointer = lib.register(callback, proto);
    bytes.set(0);
    lib.func(`void call_${signature.name}(void *callback)`)(pointer);
    lib.unregister(pointer);
    const leaves = signature.parameters.flatMap((value) => value.leaves.map(String));
    expect(given, shown(signature)).toEqual([leaves]);
    expect(captured(lib)).toEqual(bytesOf(signature.result ? [signature.result] : []));
  });
});

describe.each(layerLists.slice(1))(
  `a crash in any signature, in %s, seed ${seed}`,
  (_name, layers) => {
    const lib = isolate(layers({ afterFault: "continue" })).openSync(library(path));
    const bytes = lib.variable("captured_bytes", "int");
    const crash = lib.variable("crash", "int");

    it.each(signatures)("is an error, and the next call is well: $name", (signature) => {
      const call = lib.func(signature.name, ...typesOf(signature));
      for (let time = 0; time < 2; time++) {
        bytes.set(0);
        crash.set(1);
        expect(() => call(...argumentsOf(signature)), shown(signature)).toThrow(
          expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }),
        );
        crash.set(0);
        bytes.set(0);
        expectResult(signature, call(...argumentsOf(signature)));
      }
    });
  },
);

type Types = [ReturnType<typeof koffiType>, ReturnType<typeof koffiType>[]];

function typesOf({ result, parameters }: Signature): Types {
  return [
    result ? koffiType(result.type) : koffi.types.void,
    parameters.map(({ type }) => koffiType(type)),
  ];
}

function argumentsOf({ parameters }: Signature): unknown[] {
  return parameters.map(({ type, leaves }) => toJs(type, leaves.values()));
}

function parameter({ parameters }: Signature, index: number) {
  const value = parameters[index];
  if (value === undefined) throw new Error(`there is no parameter ${index}`);
  return value.type;
}

function resultOf({ result }: Signature): unknown {
  return result && toJs(result.type, result.leaves.values());
}

function expectResult({ result }: Signature, value: unknown): void {
  expect(result ? fromJs(result.type, value) : value).toEqual(result?.leaves.map(String));
}

function captured(lib: Library): Buffer {
  const bytes = lib.variable("captured_bytes", "int").get() as number;
  if (bytes === 0) return Buffer.alloc(0);
  return lib.variable("captured", koffi.array("uint8_t", bytes, "Buffer")).get() as Buffer;
}
