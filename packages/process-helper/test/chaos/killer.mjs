// A thread that sends signals while the main one is busy: [go, pid, signal, microseconds], one order after the other.
import { workerData } from "node:worker_threads";

const order = new Int32Array(workerData);
const never = new Int32Array(new SharedArrayBuffer(4));

for (;;) {
  Atomics.wait(order, 0, 0);
  const [go, pid, signal, microseconds] = order;
  if (go < 0) break;
  Atomics.wait(never, 0, 0, microseconds / 1000);
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended
  }
  Atomics.store(order, 0, 0);
  Atomics.notify(order, 0);
}
