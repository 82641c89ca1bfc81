// Three exchanges with a plugin whose word nobody checks.

const REQUEST = Buffer.from("e, whatever");
const ROUNDS = 3;

export function exchange(exports) {
  return Array.from({ length: ROUNDS }, () => once(exports));
}

function once(exports) {
  const alloc = exports.alloc(REQUEST.length) >>> 0;
  if (isInside(exports, alloc, REQUEST.length))
    new Uint8Array(exports.memory.buffer).set(REQUEST, alloc);
  const packed = BigInt.asUintN(64, exports.dispatch(alloc, REQUEST.length));
  const [at, length] = [Number(packed >> 32n), Number(packed & 0xffff_ffffn)];
  const outcome = exports.take_outcome();
  return {
    alloc,
    allocIsTrue: alloc !== 0 && isInside(exports, alloc, REQUEST.length),
    replyIsTrue: isInside(exports, at, length),
    outcomeIsTrue: outcome === 0 || outcome === 1,
  };
}

function isInside({ memory }, at, length) {
  return at + length <= memory.buffer.byteLength;
}
