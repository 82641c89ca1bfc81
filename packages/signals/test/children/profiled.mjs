// Faults and honest calls in turn, for a profiler to look at.
import { faulting, open, report, times } from "./setup.mjs";

const fault = faulting();
const sum = open("honest").func("int sum_ints(const int *values, int count)");
const values = Array.from({ length: 100 }, (_, index) => index);
report(profiledWork());

function profiledWork() {
  let sums = 0;
  const faults = times(5000, () => {
    // Long enough without faults, too, that a profiler that had to wait for its turn sees it.
    for (let n = 0; n < 10; n++) if (sum(values, 100) === 4950) sums++;
    return fault();
  });
  return { faults, sums };
}
