import { Admission, libraryPolicy } from "@cofferdam/admission";
import { no, type Probe, yes } from "../probe.js";
import { cLibrary } from "./scene/c-library.js";

export const probe: Probe = () => {
  const admission = new Admission(libraryPolicy({ allowedLibs: ["/nowhere/*.so"] }, "/"));
  try {
    admission.admit(cLibrary)[Symbol.dispose]();
    return no(`${cLibrary} was admitted, and is not on the list`);
  } catch (error) {
    const { code, rule } = error as { code?: string; rule?: string };
    if (code !== "ERR_DLOPEN_FAILED" || rule !== "allowed_libs") throw error;
    return yes(`${cLibrary}, which is not on the list: ${code}`);
  }
};
