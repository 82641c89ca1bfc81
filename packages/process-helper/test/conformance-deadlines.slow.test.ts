import { processHelper } from "@cofferdam/process-helper";
import { deadline } from "@cofferdam/signals";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";

const capabilities = { helper: true, contains: { timeout: true } };
const limits = { timeout: 200, grace: 20 };

describeLayer(
  "process-helper with a deadline of its own",
  () => [processHelper({ spare: 0, timeout: 300 })],
  capabilities,
);
describeLayer(
  "process-helper, deadline",
  () => [processHelper({ spare: 0, timeout: 0 }), deadline(limits)],
  capabilities,
);
