// A host without addons, in a folder of its own: it says what became of its library, and waits to be killed.
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";

const [path, deed] = process.argv.slice(2);
const lib = isolate([processHelper()]).openSync(library(path));
koffi.proto("int Step(int value)");
const add = lib.func("int add(int a, int b)");
const apply = lib.func("int apply(Step *step, int value)");
const step = (value) => (value === 0 ? 100 : 1 + apply(step, value - 1));
const error = new RangeError("mine");
const thrown = () => {
  try {
    return apply(() => {
      throw error;
    }, 1);
  } catch (caught) {
    return caught === error;
  }
};
const registered = () => {
  lib.func("void keep(Step *step)")(lib.register((value) => value * 3, "Step *"));
  return lib.func("int apply_kept(int value)")(5);
};
const count = lib.func("int count()");
const reopened = () => {
  count();
  lib.reopen();
  return count();
};
const missing = () => {
  try {
    return lib.symbol("nothing");
  } catch ({ code }) {
    return code;
  }
};

const { transport, confinement } = lib.status().helper;
const report = {
  transport,
  confinement,
  pid: lib.func("int pid()")(),
  sums: [add(2, 3), await add.async(3, 4)],
  nested: apply(step, 4),
  thrown: thrown(),
  registered: registered(),
  number: lib.variable("number", "int").get(),
  reopened: reopened(),
  missing: missing(),
};
if (deed === "hang")
  lib
    .func("void hang()")
    .async()
    .catch(() => {});
setTimeout(() => console.log(JSON.stringify(report)), 50);
setInterval(() => {}, 1000);
