import { processHelper } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";

/** Without spares: most tests need one helper. */
const helper = (timeout = 0) => processHelper({ spare: 0, timeout });

describeLayer("process-helper", () => [helper()], { helper: true });
describeLayer("process-helper, signals, stack", () => [helper(), signals(), stack()], {
  helper: true,
  contains: { signal: true, stackOverflow: true },
});
