// Reads the numbers, names and constant expressions of a valid module.

/** @param {Uint8Array} bytes */
export function reader(bytes) {
  let at = 0;
  const take = (size) => {
    at += size;
    return bytes.subarray(at - size, at);
  };
  const source = {
    done: () => at >= bytes.length,
    peek: () => bytes[at],
    byte() {
      if (at >= bytes.length) throw new RangeError("the module ends too early");
      return bytes[at++];
    },
    skip: (count) => void take(count),
    slice: (size) => reader(take(size)),
    /** Without shifts: a size of a 64-bit memory has more bits than they take. */
    unsigned() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = source.byte();
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) return value;
      }
    },
    /** Only passed over: nobody asks for a value. */
    signed() {
      while (source.byte() >= 0x80);
    },
    name: () => text.decode(take(source.unsigned())),
    repeat: (read) => Array.from({ length: source.unsigned() }, read),
    skipConstant() {
      for (let code = source.byte(); code !== END; code = source.byte()) skipOperands(source, code);
    },
  };
  return source;
}

// a mark at the beginning is part of a name
const text = new TextDecoder("utf-8", { ignoreBOM: true });

const END = 0x0b;

function skipOperands(source, code) {
  if (code === 0x41 || code === 0x42 || code === 0xd0) source.signed();
  else if (code === 0x43) source.skip(4);
  else if (code === 0x44) source.skip(8);
  else if (code === 0x23 || code === 0xd2) source.unsigned();
  else if (code === 0xfd) source.skip(source.unsigned() === 12 ? 16 : 0);
  else if (code === 0xfb) skipAggregate(source, source.unsigned());
  // left: arithmetic, which has no operands in the code
}

/** struct.new and its like name a type; array.new_fixed and the ones from segments have a second number. */
function skipAggregate(source, code) {
  if (code <= 10) source.unsigned();
  if (code >= 8 && code <= 10) source.unsigned();
}
