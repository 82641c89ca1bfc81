// Uses more and more of a stack, and then less.
import { open, report, stacksOf } from "./setup.mjs";

const library = open("honest", "512KiB");
const use = library.func("int use_stack(int bytes)");
const highWater = (bytes) => {
  use(bytes);
  return stacksOf(library).highWater;
};
const before = stacksOf(library);
report({
  before,
  after: [100, 10_000, 50_000, 200_000, 400_000].map((bytes) => [bytes, highWater(bytes)]),
  lessAgain: highWater(100),
});
