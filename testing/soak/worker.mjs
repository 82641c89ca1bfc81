// A worker that ends mid-way: by itself, or when it is terminated.
import { parentPort, workerData } from "node:worker_threads";
import { work } from "./work.mjs";

const { path, seed, lifeMs } = workerData;
const end = Date.now() + lifeMs;
const tell = (counts) => parentPort.postMessage(counts);
await work(path, seed, () => Date.now() > end, tell);
