// A module that does what a module should not: it dies, hangs, floods, and says what nobody may say.
import { writeSync } from "node:fs";

const CHANNEL = 7;

export const odd = Object.defineProperties(
  { ok: 1, run: () => "ran" },
  {
    constructor: { value: () => "constructor", enumerable: true },
    // biome-ignore lint/suspicious/noThenProperty: it is what `await` must not find
    then: { value: (resolve) => resolve("then"), enumerable: true },
    prototype: { value: () => "prototype", enumerable: true },
    __proto__: { value: () => "__proto__", enumerable: true },
    toString: { value: () => "toString", enumerable: true },
    [Symbol("secret")]: { value: () => "symbol", enumerable: true },
    ["x".repeat(10_000)]: { value: () => "long", enumerable: true },
    "with space": { value: () => "with space", enumerable: true },
    "": { value: () => "empty", enumerable: true },
  },
);

export const throwing = {
  run: () => "ran",
  get broken() {
    throw new Error("this getter throws");
  },
};

export const itself = { run: () => itself };
itself.itself = itself;

export const symbol = Symbol("no value");

export const endless = (() => {
  let object = { run() {} };
  for (let depth = 0; depth < 1000; depth++) object = { object, run() {} };
  return object;
})();

export class Odd {
  toString() {
    return "declared";
  }
  added() {
    Odd.prototype.later = () => "later";
  }
}

export const exit = (code) => process.exit(code);
export const kill = () => process.kill(process.pid, "SIGKILL");
export const abort = () => process.abort();
export const loop = () => {
  for (;;) {}
};
export const never = () => new Promise(() => {});
export const throwLater = () => {
  setImmediate(() => {
    throw new Error("thrown by nobody's call");
  });
};
export const print = (text) => {
  process.stdout.write(text);
  return text.length;
};
export const promiseWithin = () => [Promise.resolve(1)];
export const generator = () => (function* () {})();
export const cycle = () => {
  const array = [];
  array.push(array);
  return array;
};
export const read = async (path) => (await import("node:fs")).readFileSync(path, "utf8");
export const spawn = async () =>
  (await import("node:child_process")).spawnSync("/bin/true").error.code;
export const connect = async () => {
  const { connect } = await import("node:net");
  return new Promise((_, reject) => connect(1, "127.0.0.1").on("error", reject));
};
export const flood = (callback) => {
  for (let count = 0; count < 20_000; count++) callback(count);
};

/** Writes to the host, behind the back of what serves it. */
export const say = (bytes) => {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(CHANNEL, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
};
export const hold = (callback) => {
  hold.callback = callback;
};
/** Calls the host, and never looks at what it answers. */
export const deafen = (bytes, times) => {
  for (let time = 0; time < times; time++) say(bytes);
  for (;;) {}
};
export const alive = () => true;
