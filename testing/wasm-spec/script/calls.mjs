// Calls what an instance exports, with values as the commands have them.

import { bitwiseFunction, bitwiseGlobal, needsBits } from "./bits.mjs";
import { fromFlat, toFlat } from "./values.mjs";
import { fail, NoVerdict } from "./verdict.mjs";

/** @param types of the exports, where exportTypes() knows them
 *  @returns (args, expected) => results: bits of numbers, and references */
export function callOf({ exports, types }, field) {
  const target = exports[field];
  if (target === undefined) throw new NoVerdict(fail(`nothing is exported as "${field}"`));
  const type = types.get(field);
  if (typeof target === "function") {
    return type === undefined ? directCall(target) : bitwiseCall(target, type);
  }
  if (type === undefined) return (_, [expected]) => [bitsOf(target.value, expected)];
  const read = bitwiseGlobal(target, type);
  return () => resultsOf([type.type], read());
}

function bitwiseCall(target, type) {
  const { params, results } = type;
  const call = [...params, ...results].some(needsBits) ? bitwiseFunction(target, type) : target;
  return (args) => resultsOf(results, call(...args.flatMap(toFlat)));
}

function resultsOf(types, returned) {
  if (returned === undefined && types.length === 0) return [];
  return fromFlat(types, Array.isArray(returned) ? returned : [returned]);
}

/** For a type that only its module can name. A NaN may change on this way; a v128 does not come through. */
function directCall(target) {
  return (args, expected) => {
    const returned = target(...args.map(asJavaScript));
    const values = Array.isArray(returned) ? returned : [returned];
    return expected.map((one, index) => bitsOf(values[index], one));
  };
}

const scratch = new DataView(new ArrayBuffer(8));

function asJavaScript(arg) {
  const [flat] = toFlat(arg);
  if (arg.type === "f32") {
    scratch.setInt32(0, flat);
    return scratch.getFloat32(0);
  }
  if (arg.type === "f64") {
    scratch.setBigInt64(0, flat);
    return scratch.getFloat64(0);
  }
  return flat;
}

function bitsOf(value, { type }) {
  if (type === "i32" && typeof value === "number") return BigInt.asUintN(32, BigInt(value));
  if (type === "i64" && typeof value === "bigint") return BigInt.asUintN(64, value);
  if (type === "f32" && typeof value === "number") {
    scratch.setFloat32(0, value);
    return BigInt(scratch.getUint32(0));
  }
  if (type === "f64" && typeof value === "number") {
    scratch.setFloat64(0, value);
    return scratch.getBigUint64(0);
  }
  return value;
}
