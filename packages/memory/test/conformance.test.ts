import { memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.ts";

const signal = { contains: { signal: true } };
const all = { switchesStack: true, contains: { signal: true, stackOverflow: true } };

describeLayer("memory", () => [memory()]);
describeLayer("signals, memory", () => [signals(), memory()], signal);
describeLayer("signals, stack, memory", () => [signals(), stack(), memory()], all);
describeLayer("signals, memory, stack", () => [signals(), memory({ align: 16 }), stack()], all);
describeLayer(
  "noop, signals, memory, noop",
  () => [noop(), signals(), memory(), noop("in")],
  signal,
);
