// A module that keeps nothing, and collects what it does not keep.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

export const use = (callback) => callback();
export const collect = async () => {
  gc();
  await new Promise((resolve) => setTimeout(resolve, 5));
};
