import { memory } from "@cofferdam/memory";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.mjs";

const caught = { contains: { signal: true, bufferOverrun: true } };
const ended = {
  switchesStack: true,
  contains: { ...caught.contains, stackOverflow: true, timeout: true },
};
const limits = { timeout: 200, grace: 20 };

describeLayer(
  "signals, deadline, stack, memory",
  () => [signals(), deadline(limits), stack(), memory()],
  ended,
);
describeLayer(
  "noop, signals, memory, noop",
  () => [noop(), signals(), memory(), noop("in")],
  caught,
);
