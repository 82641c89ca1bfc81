export interface Script {
  readonly commands: readonly object[];
  /** In base64, by the `filename` of a command. */
  readonly modules: Readonly<Record<string, string>>;
}

/** From the text of a .wast script to commands whose modules are bytes. */
export function assembleScript(text: string): Promise<Script>;
