import { deadline, signals } from "@cofferdam/signals";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.mjs";

const limits = { timeout: 200, grace: 20 };
const contains = { timeout: true };

describeLayer("deadline", () => [deadline(limits)], { contains });
describeLayer("noop, deadline", () => [noop(), deadline(limits)], { contains });
describeLayer("signals, deadline", () => [signals(), deadline(limits)], {
  contains: { ...contains, signal: true, stackOverflow: true },
});
