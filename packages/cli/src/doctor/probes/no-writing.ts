import type { Probe } from "../probe.js";
import { forbidden } from "./scene/crime.js";
import { withFile } from "./scene/file.js";
import { inHelper } from "./scene/helper.js";

const O_WRONLY = 1;

export const probe: Probe = () =>
  withFile("nobody's business", (path) =>
    inHelper({}, (libc) => {
      const open = libc.func("int open(const char *path, int flags)");
      return forbidden("open() to write, of a file that everybody may write,", () =>
        open(path, O_WRONLY),
      );
    }),
  );
