/** The program of a thread that a module runs in. */
import { parentPort, workerData } from "node:worker_threads";
import { worldOf } from "../instance/world-of.js";
import { openContinuing } from "../open-continuing.js";
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
  if (message.kind === "open") await open(message);
  else if (runner) say({ kind: "answer", answer: await runner.run(message) });
});
say({ kind: "up" });

async function open({ program, limits, granted }: OpenRequest): Promise<void> {
  try {
    const made = unpacked(granted, (portable) => line.functionFor(portable));
    const instance = await openContinuing(
      program.name,
      (walls) => new OpenModule(programFrom(program), limits, worldOf(made, limits), walls),
    );
    line.bind(instance);
    runner = new RequestRunner(instance, errors);
    say({ kind: "opened", opened: runner.opened });
  } catch (error) {
    say({ kind: "opened", thrown: errors.tell(error) });
  }
}
