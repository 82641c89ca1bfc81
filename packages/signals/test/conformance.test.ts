import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { counter } from "../../../testing/conformance/counter.mjs";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.mjs";

const contains = { signal: true, stackOverflow: true }; // in place, on the stack that koffi calls on

describeLayer("signals", () => [signals()], { contains });
describeLayer("noop, signals", () => [noop(), signals()], { contains });
const limits = { timeout: 100, grace: 20 };
const containsAll = { ...contains, timeout: true };

describeLayer("deadline", () => [deadline(limits)], { contains: { timeout: true } });
describeLayer("noop, deadline", () => [noop(), deadline(limits)], { contains: { timeout: true } });
describeLayer("signals, deadline", () => [signals(), deadline(limits)], { contains: containsAll });
describeLayer("signals, deadline, stack", () => [signals(), deadline(limits), stack()], {
  contains: containsAll,
  switchesStack: true,
});
describeLayer("signals, counter", () => [signals(), counter()], { contains });
