import { counter } from "../../../testing/conformance/counter.mjs";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.mjs";

describeLayer("noop", () => [noop()]);
describeLayer("counter", () => [counter()]);
describeLayer("noop, counter", () => [noop(), counter()]);
