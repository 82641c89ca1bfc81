/** V8's words for a pointer or a length that leads out of the memory. */
const OUT_OF_BOUNDS =
  /^(?:Offset|Start offset|offset|Invalid typed array length|Invalid DataView length|Length out of range)/;
/** jco's, for values that no value of the type is encoded as. */
const NO_VALUE = /discriminant|is not aligned|extraneous bits|invalid char|unknown handle/;

/** Does the glue say that what the guest gave it makes no sense? Else it may be what the host gave it. */
export function isLie(error: unknown): error is Error {
  if (error instanceof RangeError) return OUT_OF_BOUNDS.test(error.message);
  return error instanceof TypeError && NO_VALUE.test(error.message);
}

/** The component returned an error of its own type: a `result` that is not ok. */
export function isResult(error: unknown): boolean {
  return (
    error instanceof Error && error.constructor.name === "ComponentError" && "payload" in error
  );
}
