import { signals } from "@cofferdam/signals";
import { counter } from "../../../testing/conformance/counter.ts";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.ts";

const contains = { signal: true, stackOverflow: true }; // in place, on the stack that koffi calls on

describeLayer("signals", () => [signals()], { contains });
describeLayer("noop, signals", () => [noop(), signals()], { contains });
describeLayer("signals, counter", () => [signals(), counter()], { contains });
