import { memory } from "@cofferdam/memory";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.mjs";

const caught = { contains: { signal: true, bufferOverrun: true } };
const all = { switchesStack: true, contains: { ...caught.contains, stackOverflow: true } };
const ended = { ...all, contains: { ...all.contains, timeout: true } };
const limits = { timeout: 100, grace: 20 };

describeLayer("memory", () => [memory()]);
describeLayer("signals, memory", () => [signals(), memory()], caught);
describeLayer("signals, stack, memory", () => [signals(), stack(), memory()], all);
describeLayer("signals, memory, stack", () => [signals(), memory({ align: 16 }), stack()], all);
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
