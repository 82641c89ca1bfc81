/** One run of command.wasm. */
export interface Command {
  readonly title: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** It wants a writable folder, under the guest's path /data. Files that are in it before. */
  readonly files?: Readonly<Record<string, string>>;
  readonly exitCode: number;
  readonly stdout: string;
  /** A text that stderr holds. Default: stderr stays empty. */
  readonly stderr?: string;
}

/** Each in a fresh instance. */
export declare const commands: readonly Command[];
