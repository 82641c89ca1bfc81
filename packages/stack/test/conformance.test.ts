import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { counter } from "../../../testing/conformance/counter.mjs";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.mjs";

const alone = { switchesStack: true };
const caught = { switchesStack: true, contains: { signal: true, stackOverflow: true } };

describeLayer("stack", () => [stack()], alone);
describeLayer("signals, stack", () => [signals(), stack()], caught);
describeLayer("noop, signals, stack", () => [noop(), signals(), stack()], caught);
describeLayer("signals, noop, stack", () => [signals(), noop(), stack()], caught);
describeLayer("counter, signals, stack", () => [counter(), signals(), stack()], caught);
