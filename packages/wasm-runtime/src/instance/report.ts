/** What one call used. */
export interface CallReport {
  /** Milliseconds, those in functions of the host included. */
  readonly wall: number;
  /** Units: an upper bound of the instructions that ran, the same on every machine. */
  readonly fuel: number;
  /** The most bytes that its memories had. */
  readonly memoryPeak: number;
  /** Calls of functions of the host. */
  readonly hostCalls: number;
  /** Milliseconds in them. */
  readonly hostTime: number;
  /** Bytes of payloads: what `invoke` was given, and what came back. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** What a WASI guest wrote. */
  readonly stdout: string;
  readonly stderr: string;
  /** There was more than is kept. */
  readonly stdoutTruncated: boolean;
  readonly stderrTruncated: boolean;
}
