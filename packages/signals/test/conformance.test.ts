import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { counter } from "../../../testing/conformance/counter.mjs";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.mjs";

const contains = { signal: true, stackOverflow: true }; // in place, on the stack that koffi calls on

describeLayer("signals", () => [signals()], { contains });
describeLayer("noop, signals", () => [noop(), signals()], { contains });
describeLayer("signals, counter", () => [signals(), counter()], { contains });
// more lists with a deadline: conformance-deadlines.slow.test.ts
describeLayer(
  "signals, deadline, stack",
  () => [signals(), deadline({ timeout: 250, grace: 20 }), stack()],
  { contains: { ...contains, timeout: true }, switchesStack: true },
);
