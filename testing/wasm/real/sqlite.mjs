// Drives sqlite.wasm, on any exports that behave like its own.

/** @type {import("./sqlite.d.mts").startSqlite} */
export function startSqlite(exports, path = ":memory:") {
  exports._initialize?.();
  const code = exports.open_database(writeText(exports, path));
  if (code !== 0) throw new Error(`SQLite could not open ${path}: code ${code}`);
  return { run: (sql) => run(exports, sql), close: () => exports.close_database() };
}

function run(exports, sql) {
  const packed = BigInt.asUintN(64, exports.run(writeText(exports, sql)));
  const [at, length] = [Number(packed >> 32n), Number(packed & 0xffff_ffffn)];
  const text = Buffer.from(exports.memory.buffer, at, length).toString();
  if (exports.has_failed()) throw new Error(text);
  return text;
}

/** Into the guest's buffer; returns how many bytes. */
function writeText(exports, text) {
  const bytes = Buffer.from(text);
  const at = exports.buffer(bytes.length);
  if (at === 0) throw new Error("SQLite is out of memory");
  new Uint8Array(exports.memory.buffer).set(bytes, at);
  return bytes.length;
}
