/** From the text of a module to its bytes; without them, why not. */
export declare function assemble(
  wat: string,
): Promise<{ readonly bytes?: Uint8Array; readonly unassembled?: string }>;
