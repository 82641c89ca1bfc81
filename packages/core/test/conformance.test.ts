import { counter } from "../../../testing/conformance/counter.ts";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";
import { noop } from "../../../testing/conformance/noop.ts";

describeLayer("noop", () => [noop()]);
describeLayer("counter", () => [counter()]);
describeLayer("noop, counter", () => [noop(), counter()]);
