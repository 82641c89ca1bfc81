/** The program of a thread that a module runs in. */
import { parentPort, workerData } from "node:worker_threads";
import { isolate } from "@cofferdam/core";
import { LAYER } from "../instance/guest.js";
import { worldOf } from "../instance/world-of.js";
import { OpenModule } from "../open-module.js";
import { RequestRunner } from "../remote/request-runner.js";
import { ToldErrors } from "../remote/told-errors.js";
import { unpacked } from "../remote/unpacked.js";
import { programFrom } from "./portable-program.js";
import type { OpenRequest, ThreadData, ToThread } from "./thread-messages.js";
import { say, WaitingLine } from "./waiting-line.js";

const errors = new ToldErrors();
const line = new WaitingLine(workerData as ThreadData, errors);
let runner: RequestRunner | undefined;

parentPort?.on("message", async (message: ToThread) => {
  if (message.kind === "open") open(message);
  else if (runner) say({ kind: "answer", answer: await runner.run(message) });
});
say({ kind: "up" });

function open({ program, limits, granted }: OpenRequest): void {
  try {
    const made = unpacked(granted, (portable) => line.functionFor(portable));
    // what becomes of a fault is the host's to say
    const instance = isolate([{ name: LAYER, afterFault: "continue" }]).openSync({
      kind: "wasm",
      name: program.name,
      load: (compartment) =>
        new OpenModule(programFrom(program), limits, worldOf(made, limits), compartment),
    });
    line.bind(instance);
    runner = new RequestRunner(instance, errors);
    say({ kind: "opened", opened: runner.opened });
  } catch (error) {
    say({ kind: "opened", thrown: errors.tell(error) });
  }
}
