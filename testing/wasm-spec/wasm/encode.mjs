// As much of the WebAssembly binary format as the harness's own modules need. Everything is a flat list of bytes.

export const Type = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  funcref: 0x70,
  externref: 0x6f,
  anyref: 0x6e,
  exnref: 0x69,
  nullexnref: 0x74,
};
export const Kind = { func: 0, table: 1, memory: 2, global: 3, tag: 4 };

/** Of this order a module is made. */
const SECTION_IDS = {
  types: 1,
  imports: 2,
  funcs: 3,
  tables: 4,
  memories: 5,
  globals: 6,
  exports: 7,
  code: 10,
};

/** @param sections lists of encoded entries, by name, in any order */
export function encodeModule(sections) {
  const encoded = Object.entries(SECTION_IDS)
    .filter(([name]) => sections[name] !== undefined)
    .flatMap(([name, id]) => [id, ...sized(vector(sections[name]))]);
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...encoded]);
}

export function unsigned(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

export function signed(value) {
  const bytes = [];
  for (let rest = value; ; rest >>= 7) {
    if (rest >= -64 && rest < 64) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** @param {(view: DataView) => void} write */
export function floating(size, write) {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return [...new Uint8Array(view.buffer)];
}

export const vector = (entries) => [...unsigned(entries.length), ...entries.flat()];
export const sized = (bytes) => [...unsigned(bytes.length), ...bytes];
export const name = (text) => sized([...new TextEncoder().encode(text)]);
export const funcType = (params, results) => [0x60, ...vector(params), ...vector(results)];
export const importOf = (module, field, description) => [
  ...name(module),
  ...name(field),
  ...description,
];
export const exportOf = (field, kind, index) => [...name(field), kind, ...unsigned(index)];

/** @param locals their types, one entry each */
export const body = (locals, code) =>
  sized([...vector(locals.map((type) => [1, type])), ...code.flat(), 0x0b]);
