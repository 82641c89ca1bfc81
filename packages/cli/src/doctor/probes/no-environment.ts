import { no, type Probe, yes } from "../probe.js";
import { inHelper } from "./scene/helper.js";

const NAME = "COFFERDAM_DOCTOR_SECRET";

export const probe: Probe = () => {
  process.env[NAME] = "nobody's business";
  return inHelper({}, (libc) => {
    const found = libc.func("const char *getenv(const char *name)")(NAME);
    return found === null
      ? yes("getenv() of the host's variable found none")
      : no("getenv() found the host's variable");
  });
};
