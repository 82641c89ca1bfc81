import { memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describeLayer } from "../../../testing/conformance/describe-layer.ts";

const caught = { contains: { signal: true, bufferOverrun: true } };
const all = { switchesStack: true, contains: { ...caught.contains, stackOverflow: true } };

describeLayer("memory", () => [memory()]);
describeLayer("signals, memory", () => [signals(), memory()], caught);
describeLayer("signals, stack, memory", () => [signals(), stack(), memory()], all);
describeLayer("signals, memory, stack", () => [signals(), memory({ align: 16 }), stack()], all);
// more lists: conformance-lists.slow.test.ts
