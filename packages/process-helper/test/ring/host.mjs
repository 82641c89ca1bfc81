// The host's side of a ring, as tests use it: numbers in, numbers out.
import { kinds, MAX_RECORDS, nativeHelper, outcomes, RECORD_BYTES } from "../../dist/native.js";

const native = nativeHelper();
const echo = new URL("children/echo.mjs", import.meta.url).pathname;
const outcomeNames = Object.fromEntries(Object.entries(outcomes).map(([name, n]) => [n, name]));
const kindNames = Object.fromEntries(Object.entries(kinds).map(([name, n]) => [n, name]));

export class Host {
  constructor(payload = 4096) {
    this.ring = native.createRing(payload);
    this.handle = this.ring.handle;
    this.requests = new DataView(this.ring.requests);
    this.response = new DataView(this.ring.response);
    this.taken = new DataView(this.ring.taken);
    this.state = new Int32Array(this.ring.state);
  }

  /** @param program a path, or none: a Node that echoes */
  spawn(program, args = [], more = {}) {
    const plain = { env: [], fds: [], report: false, output: "inherit", ...more };
    const path = program ?? process.execPath;
    this.pid = native.spawn(this.handle, {
      ...plain,
      path,
      args: program ? args : [echo, ...args],
    });
    return this;
  }

  prepare(fn, slots = [], index = 0, kind = kinds.call) {
    const at = index * RECORD_BYTES;
    this.requests.setUint32(at + 4, kind, true);
    this.requests.setUint32(at + 8, fn, true);
    for (let n = 0; n < 6; n++) {
      this.requests.setBigInt64(at + 16 + 8 * n, BigInt(slots[n] ?? 0), true);
    }
  }

  call(fn, slots = [], timeout = 60_000) {
    this.prepare(fn, slots);
    return this.came(native.call(this.handle, timeout));
  }

  /** Of the request that was sent last. */
  get id() {
    return this.requests.getUint32(0, true);
  }

  reply(slots, id = -1, timeout = 60_000) {
    this.prepare(0, slots, 0, kinds.reply);
    return this.came(native.reply(this.handle, id, timeout));
  }

  came(outcome) {
    const name = outcomeNames[outcome];
    if (name !== "ok") return { outcome: name, reason: this.state[0] };
    return { outcome: name, ...record(this.response, 0) };
  }

  publish(count) {
    return outcomeNames[native.publish(this.handle, count)];
  }

  get output() {
    return native.outputTail(this.handle);
  }

  /** What has come, or the name of the outcome. */
  take() {
    const count = native.take(this.handle);
    if (count < 0) return outcomeNames[-count];
    return Array.from({ length: count }, (_, index) => record(this.taken, index));
  }

  kill(signal = 9) {
    native.kill(this.handle, signal);
    return native.reap(this.handle, true);
  }

  dispose() {
    native.dispose(this.handle);
  }
}

function record(view, index) {
  const at = index * RECORD_BYTES;
  return {
    kind: kindNames[view.getUint32(at + 4, true)],
    fn: view.getUint32(at + 8, true),
    slots: [0, 1].map((n) => Number(view.getBigInt64(at + 16 + 8 * n, true))),
  };
}

export { MAX_RECORDS, native };
