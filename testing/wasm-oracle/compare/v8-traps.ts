import type { TrapKind } from "../interpreter/machine/trap.ts";

const MESSAGES: readonly (readonly [RegExp, TrapKind])[] = [
  [/^unreachable$/, "unreachable"],
  [/^(divide|remainder) by zero$/, "divide-by-zero"],
  [/^divide result unrepresentable$/, "divide-overflow"],
  [/^float unrepresentable/, "conversion"],
  [/^memory access out of bounds$|^data segment/, "memory"],
  [/^table (index|access|element)|^element segment/, "table"],
  [/signature mismatch$/, "signature"],
  [/^dereferencing a null|^rethrowing null/, "null"],
  [/^Maximum call stack size/, "stack"],
];

/** undefined: not a trap that the guest makes. */
export function trapKindOf(thrown: unknown): string | undefined {
  const isTrap = thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError;
  if (!isTrap) return undefined;
  const message = (thrown as Error).message.replace(/^WebAssembly\.\w+\(\): /, "");
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}
