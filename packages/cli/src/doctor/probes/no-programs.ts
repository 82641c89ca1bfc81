import type { Probe } from "../probe.js";
import { forbidden } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";

export const probe: Probe = () =>
  inHelper({}, (libc) => {
    const execv = libc.func("int execv(const char *path, void *args)");
    return forbidden("execv() of /bin/true", () => execv("/bin/true", null));
  });
