// The bits of a floating-point literal, rounded once: Math.fround(Number(text)) would round twice.

const FORMATS = {
  f32: { mantissa: 23n, exponent: 8n },
  f64: { mantissa: 52n, exponent: 11n },
};

/** @param {"f32" | "f64"} type @returns {bigint} without a sign */
export function floatBits(type, literal) {
  const format = FORMATS[type];
  const text = literal.replaceAll("_", "");
  const magnitude = text.replace(/^[+-]/, "");
  const sign = text.startsWith("-") ? 1n << (format.mantissa + format.exponent) : 0n;
  return sign | magnitudeBits(format, magnitude);
}

function magnitudeBits(format, text) {
  const infinity = ((1n << format.exponent) - 1n) << format.mantissa;
  if (text === "inf") return infinity;
  if (text === "nan") return infinity | (1n << (format.mantissa - 1n));
  if (text.startsWith("nan:")) return infinity | BigInt(text.slice("nan:".length));
  return rounded(format, text.startsWith("0x") ? hexadecimal(text) : decimal(text));
}

/** As a fraction of whole numbers. */
function decimal(text) {
  const [, whole, fraction = "", exponent = "0"] = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  return scaled(BigInt(whole + fraction), 10n, Number(exponent) - fraction.length);
}

function hexadecimal(text) {
  const pattern = /^0x([\da-fA-F]*)\.?([\da-fA-F]*)(?:[pP]([+-]?\d+))?$/;
  const [, whole, fraction = "", exponent = "0"] = pattern.exec(text);
  return scaled(BigInt(`0x${whole}${fraction}`), 2n, Number(exponent) - 4 * fraction.length);
}

function scaled(digits, base, exponent) {
  return exponent < 0
    ? { over: digits, under: base ** BigInt(-exponent) }
    : { over: digits * base ** BigInt(exponent), under: 1n };
}

/** To the nearest, of two equally near ones to the even. */
function rounded({ mantissa, exponent }, { over, under }) {
  if (over === 0n) return 0n;
  const bias = (1n << (exponent - 1n)) - 1n;
  // the power of two that the last bit of the mantissa stands for
  let last = BigInt(over.toString(2).length - under.toString(2).length) - mantissa;
  if (quotient(over, under, last) < 1n << mantissa) last -= 1n;
  const least = 1n - bias - mantissa;
  if (last < least) last = least;
  const significand = nearest(over, under, last);
  // a significand without the leading bit is subnormal; one that was rounded up to the next power carries over
  const biased = (last - least) << mantissa;
  const bits = biased + significand;
  const infinity = ((1n << exponent) - 1n) << mantissa;
  return bits < infinity ? bits : infinity;
}

function quotient(over, under, last) {
  return last < 0n ? (over << -last) / under : over / (under << last);
}

function nearest(over, under, last) {
  const doubled = quotient(over, under, last - 1n);
  const exact =
    last < 1n ? doubled * under === over << (1n - last) : doubled * (under << (last - 1n)) === over;
  const half = (doubled & 1n) === 1n;
  const down = doubled >> 1n;
  return half && (!exact || (down & 1n) === 1n) ? down + 1n : down;
}
