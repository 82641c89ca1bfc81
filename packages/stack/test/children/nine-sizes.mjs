// Opens libraries with eight different stack sizes, then one with a ninth.
import { open, report } from "./setup.mjs";

const kibibytes = [64, 128, 192, 256, 320, 384, 448, 512];
const adds = () => kibibytes.map((kib) => link(`${kib}KiB`)(1, 2));

const sums = adds();
report({ sums, refused: refusal(() => link("576KiB")), again: adds() });

function link(size) {
  return open("honest", size).func("int add(int a, int b)");
}

function refusal(call) {
  try {
    return call();
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
}
