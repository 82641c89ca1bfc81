// Numbers that a seed gives again.

/** xorshift32: Marsaglia, "Xorshift RNGs", 2003. @returns whole numbers below `limit` */
export function randomFrom(seed) {
  let state = seed >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
