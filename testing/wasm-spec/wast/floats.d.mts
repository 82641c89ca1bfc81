/** The bits of a literal of the text format, rounded once. */
export function floatBits(type: "f32" | "f64", literal: string): bigint;
