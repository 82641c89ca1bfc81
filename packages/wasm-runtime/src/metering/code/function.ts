/** What is known of a function's instructions once they were decoded. */
export interface DecodedFunction {
  /** Among the module's own. */
  readonly index: number;
  /** How many declarations of local variables there are, and where they begin. */
  readonly declarations: number;
  readonly declarationsAt: number;
  /** Offset of its first instruction. */
  readonly codeAt: number;
  /** Offset behind its last one. */
  readonly end: number;
  /** Parameters and local variables. */
  readonly locals: number;
  /** Bytes that a value may need on the stack: 8, or 16 where there are vectors. */
  readonly valueBytes: 8 | 16;
  /** Rows of its events: the first is ENTRY. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** Calls, and whatever else leaves it for a while. */
  readonly calls: number;
  readonly loops: number;
  /** It catches exceptions, or throws them. */
  readonly hasExceptions: boolean;
}
