import { no, type Probe } from "../probe.js";
import { optional } from "./scene/optional.js";

export const probe: Probe = async () => {
  await optional("@cofferdam/wasm-runtime");
  return no("this version of the doctor does not know how to try it");
};
