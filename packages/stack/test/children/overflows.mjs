// Guests overflow stacks of a given size with frames of many sizes; then all is as before.
import { args, faultOf, open, openPath, report, times } from "./setup.mjs";

const [path, size, ...frames] = args;
const overflow = openPath(path, size).func("int overflow(int bytes)");
const honest = open("honest", size);
const add = honest.func("int add(int a, int b)");

const faults = frames.map((bytes) => {
  const caught = [0, 0, 0].map(() => faultOf(() => overflow(Number(bytes))));
  return { bytes: Number(bytes), caught: caught.map((fault) => [fault?.kind, fault?.limit]) };
});
report({ faults, right: times(1000, (round) => add(round, 1) === round + 1) });
