import type { EventEmitter } from "node:events";

export const version: string;
export const limits: { depth: number; names: string[] };
export const when: Date;
export const table: Map<string, Set<number>>;
export function add(a: number, b: number): number;
export function slowly<T>(value: T): Promise<T>;
export function twice(callback: (value: number) => Promise<number>): Promise<number>;
export function fail(code: string): never;
export class Counter {
  static made: number;
  static from(value: number): Counter;
  step: number;
  value: number;
  readonly broken: never;
  constructor(value?: number);
  increment(): Counter;
  isSame(other: Counter): boolean;
}
export class Double extends Counter {}
export class Clock extends EventEmitter {
  tick(times: number): void;
}
export function makeAdder(amount: number): (value: number) => number;
export function toolbox(): { uses: number; use(): number };
export function bytes(length: number): Buffer;
export function sum(buffer: Uint8Array): number;
export function echo(...values: unknown[]): unknown[];
export function numbers(): Generator<number>;
export const nested: {
  deep: { deeper: { Counter: typeof Counter; add: typeof add; answer: number } };
};
export default Counter;
