import type {
  Ending,
  HelperProgram,
  HostHandle,
  HostRing,
  NativeHelper,
} from "../../src/native.ts";

export interface Came {
  readonly outcome: string;
  readonly reason?: number;
  readonly kind?: string;
  readonly fn?: number;
  readonly slots?: readonly number[];
}

export class Host {
  readonly ring: HostRing;
  readonly handle: HostHandle;
  readonly state: Int32Array;
  readonly pid: number;
  readonly id: number;
  readonly output: string;
  constructor(payload?: number);
  spawn(program?: string, args?: readonly string[], more?: Partial<HelperProgram>): this;
  prepare(fn: number, slots?: readonly number[], index?: number, kind?: number): void;
  call(fn: number, slots?: readonly number[], timeout?: number): Came;
  reply(slots: readonly number[], id?: number, timeout?: number): Came;
  publish(count: number): string;
  take(): string | readonly Came[];
  kill(signal?: number): Ending;
  dispose(): void;
}

export const native: NativeHelper;
export const MAX_RECORDS: number;
