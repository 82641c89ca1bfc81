// A module with one of everything that modules export.
import { EventEmitter } from "node:events";

export const version = "1.2.3";
export const limits = { depth: 4, names: ["a", "b"] };
export const when = new Date(0);
export const table = new Map([["one", new Set([1])]]);

export function add(a, b) {
  return a + b;
}

export async function slowly(value) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return value;
}

export function twice(callback) {
  return callback(1).then((first) => callback(first));
}

export function fail(code) {
  throw Object.assign(new RangeError("out of range", { cause: new Error("deeper") }), { code });
}

export class Counter {
  static made = 0;
  static from(value) {
    return new Counter(value);
  }
  #value;
  step = 1;
  constructor(value = 0) {
    if (typeof value !== "number") throw new TypeError("a counter counts");
    this.#value = value;
    Counter.made++;
  }
  get value() {
    return this.#value;
  }
  set value(value) {
    if (value < 0) throw new RangeError("a counter counts upwards");
    this.#value = value;
  }
  increment() {
    this.#value += this.step;
    return this;
  }
  get broken() {
    throw new Error("this getter throws");
  }
  isSame(other) {
    return other === this;
  }
}

export class Double extends Counter {
  increment() {
    super.increment();
    return super.increment();
  }
}

export class Clock extends EventEmitter {
  tick(times) {
    for (let time = 0; time < times; time++) this.emit("tick", time);
  }
}

export function makeAdder(amount) {
  return (value) => value + amount;
}

export function toolbox() {
  return {
    uses: 0,
    use() {
      return ++this.uses;
    },
  };
}

export function bytes(length) {
  return Buffer.alloc(length, 7);
}

export function sum(buffer) {
  let total = 0;
  for (const byte of buffer) total += byte;
  return total;
}

export function echo(...values) {
  return values;
}

export function* numbers() {
  yield 1;
}

export const nested = { deep: { deeper: { Counter, add, answer: 42 } } };

export default Counter;
