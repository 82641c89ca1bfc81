/**
 * Points whose multiples are few: with one of these as its key, anybody can make signatures that are right (the one that is
 * all zeros and a 1 takes a constant for any message). Whoever fills in such a key as a placeholder trusts everybody.
 *
 * The y coordinates of all eight, and those that come to the same because they are not below the field's size, 2^255 - 19;
 * little-endian. Of the last bit, which is the sign of x, any.
 */
const coordinates: ReadonlySet<string> = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

/** @param point 32 bytes, as RFC 8032 encodes a public key */
export function hasSmallOrder(point: Buffer): boolean {
  const coordinate = Buffer.from(point);
  coordinate.writeUInt8(coordinate.readUInt8(31) & 0x7f, 31);
  return coordinates.has(coordinate.toString("hex"));
}
