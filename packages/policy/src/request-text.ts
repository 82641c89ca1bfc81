import type { Request } from "./request.js";

/** What was asked, as the subject of a sentence: "loading the library /lib/libm.so.6". */
export function requestText({ kind, action, target, resource, bytes, mode }: Request): string {
  switch (action) {
    case "load":
      return `loading the ${kind} ${resource}`;
    case "sym":
      return `linking ${resource} of ${target}`;
    case "call":
      return `a call of ${resource} of ${target}`;
    case "alloc":
      return `memory for ${target}, ${bytes ?? 0} bytes in all,`;
    case "free":
      return `freeing ${bytes ?? 0} bytes of ${target}`;
    case "reload":
      return `loading the policy ${resource} anew`;
    case "import":
      return `the import ${resource} of ${target}`;
    case "open":
      return `opening ${resource}${mode === undefined ? "" : ` (${mode})`} by ${target}`;
    case "connect":
      return `${mode ?? "GET"} ${resource} by ${target}`;
    case "kv":
      return `the store ${resource} for ${target}`;
  }
}
