// The modules and instances of a script, by the names that it gives them.

import { exportTypes } from "../wasm/export-types.mjs";
import { callOf } from "./calls.mjs";
import { spectest } from "./spectest.mjs";
import { detailOf, fail, NoVerdict } from "./verdict.mjs";

/** The bytes are no module for the transform, or for V8. */
export class NotCompiled extends NoVerdict {
  constructor(error) {
    super(fail("it was not compiled", detailOf(error)));
  }
}

/** @param transform a module such as transforms/identity.mjs */
export function createInstances(transform) {
  const registered = { spectest: spectest() };
  const named = new Map();
  const definitions = new Map();
  let current;

  function find(name) {
    const found = name === undefined ? current : named.get(name);
    if (found === undefined) throw new NoVerdict(fail("its instance was not made"));
    return found;
  }

  return {
    /** @throws NotCompiled; whatever refuses the bytes, the transform or V8, comes to the same */
    compile(bytes) {
      const transformed = transformedBy(transform, bytes);
      try {
        return { bytes, module: new WebAssembly.Module(transformed) };
      } catch (error) {
        throw new NotCompiled(error);
      }
    },

    instantiate({ bytes, module }) {
      const state = {};
      const imports = { ...registered, ...transform.imports?.(state) };
      const instance = new WebAssembly.Instance(module, imports);
      transform.started?.(instance, state);
      return { exports: instance.exports, types: exportTypes(bytes), calls: new Map() };
    },

    define: (name, definition) => void definitions.set(name, definition),

    definition(name) {
      const found = definitions.get(name);
      if (found === undefined) throw new NoVerdict(fail("its module was not compiled"));
      return found;
    },

    /** @param instance undefined where none was made: calls that follow must not reach the one before */
    use(name, instance) {
      current = instance;
      if (name !== undefined) named.set(name, instance);
    },

    register(as, name) {
      registered[as] = find(name).exports;
    },

    /** @returns the results of an action: bits of numbers, and references */
    perform({ module, field, args = [] }, expected = []) {
      const instance = find(module);
      if (!instance.calls.has(field)) instance.calls.set(field, callOf(instance, field));
      return instance.calls.get(field)(args, expected);
    },
  };
}

/** A transform that breaks does not refuse. */
function transformedBy({ transform, isRefusal = () => true }, bytes) {
  try {
    return transform(bytes);
  } catch (error) {
    if (isRefusal(error)) throw new NotCompiled(error);
    throw new NoVerdict(fail("the transform broke", detailOf(error)));
  }
}
