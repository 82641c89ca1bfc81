// Libraries with stacks of different sizes, all open at once, each used to just below its size and to all of
// it, where what lies around the guest's frame no longer fits.
import { args, faultOf, open, report, stacksOf } from "./setup.mjs";

const AROUND = 1024;
const libraries = args.map((text) => {
  const library = open("honest", /^\d+$/.test(text) ? Number(text) : text);
  return { use: library.func("int use_stack(int bytes)"), size: stacksOf(library).size };
});

const rounds = [1, 2, 3].map(() =>
  libraries.map(({ use, size }) => {
    const fault = faultOf(() => use(size));
    const right = use(size - AROUND) === checksum(size - AROUND);
    return { size, right, kind: fault?.kind, limit: fault?.limit };
  }),
);
report(rounds);

/** What use_stack returns: the sum of 0, 1, … 250, 0, 1, … */
function checksum(bytes) {
  const rest = bytes % 251;
  return Math.floor(bytes / 251) * 31_375 + (rest * (rest - 1)) / 2;
}
