/** What V8's texts mean, in the words of the WebAssembly test suite (messages: src/common/message-template.h). */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^unreachable/, "unreachable"],
  [/^memory access out of bounds/, "out of bounds memory access"],
  [/^operation does not support unaligned accesses/, "unaligned atomic"],
  [/^divide by zero/, "integer divide by zero"],
  [/^remainder by zero/, "integer divide by zero"],
  [/^divide result unrepresentable/, "integer overflow"],
  [/^float unrepresentable in integer range/, "invalid conversion to integer"],
  [/^table index is out of bounds/, "undefined element"],
  [/^table access out of bounds|^table index/, "out of bounds table access"],
  [/^null function or function signature mismatch/, "indirect call type mismatch"],
  [/^dereferencing a null pointer/, "null reference"],
  [/^illegal cast/, "cast failure"],
  [/^array (?:element access|index)? ?out of bounds/, "out of bounds array access"],
  [/^data segment out of bounds|^element segment out of bounds/, "out of bounds segment access"],
];

/** Why WebAssembly trapped. */
export function trapReason({ message }: Error): string {
  return reasons.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}
