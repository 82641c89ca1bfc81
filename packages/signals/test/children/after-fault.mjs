// A guest faults, and then is called again; what comes of it, the first argument decides.
import { args, faultOf, open, report, say } from "./setup.mjs";

const [afterFault] = args;
const library = open("null_write", { afterFault });
const write = library.func("int null_write(void)");
process.on("exit", (code) => say(`exit ${code}`));

const first = faultOf(write)?.name;
const second = codeOf(write);
library.reopen();
report({ first, second, third: codeOf(write) });

function codeOf(call) {
  try {
    return call();
  } catch ({ code }) {
    return code;
  }
}
