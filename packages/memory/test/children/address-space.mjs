// Asks for more address space than the process may have.
import { guardedBuffer } from "@cofferdam/memory";
import { report } from "./setup.mjs";

const kept = [];
try {
  for (let count = 0; count < 64; count++) kept.push(guardedBuffer("1GiB"));
} catch ({ name, code, message }) {
  report({ name, code, message, usable: guardedBuffer(10).fill(1)[9] });
}
