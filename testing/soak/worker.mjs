// A worker that ends by itself, or is terminated in the middle of guests' calls.
//
// Not just anywhere: koffi ends the process when a worker is terminated while one of its own functions, such as
// koffi.type(), looks at an object.
import { parentPort, workerData } from "node:worker_threads";
import { work } from "./work.mjs";

const { path, seed, lifeMs, terminated } = workerData;
const end = Date.now() + lifeMs;
const tell = (message) => parentPort.postMessage(message);
const guest = await work(path, seed, () => Date.now() > end, tell);
if (terminated) waitForTheEnd();

function waitForTheEnd() {
  for (let call = 0; call < 8; call++) {
    const [rightOrWrong, argument] = call % 2 ? [guest.churn, call] : [guest.crash, call / 2];
    rightOrWrong.async(argument).catch(() => {});
  }
  tell("terminate");
  for (let how = 0; ; how = (how + 1) % 3) {
    try {
      guest.hang(how);
    } catch {
      // its deadline
    }
  }
}
