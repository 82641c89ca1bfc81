/** One request, asked of every document of a policy: all of those that say anything have to allow it. */
import type { Decision } from "../decision.js";
import type { Request, SubjectKind } from "../request.js";
import { addonVerdict } from "./addons.js";
import { guestVerdict } from "./guests.js";
import { libraryVerdict } from "./libraries.js";
import { listedVerdict } from "./listed.js";
import type { Reading } from "./reading.js";
import { allow, deny, first, type Verdict } from "./verdict.js";

const verdicts: Readonly<Record<SubjectKind, (reading: Reading, request: Request) => Verdict>> = {
  library: libraryVerdict,
  addon: addonVerdict,
  module: (reading, request) => listedVerdict(reading, ["modules"], request),
  wasm: (reading, request) => guestVerdict(reading, ["wasm", "modules"], request),
  script: (reading, request) => guestVerdict(reading, ["scripts"], request),
  policy: (reading) => allow(reading, []),
};

/**
 * @param readings the narrowest first, the base last
 * @returns undefined: none of them says anything, as may be without the base
 */
export function decide(readings: readonly Reading[], request: Request): Decision | undefined {
  const verdict = Object.hasOwn(verdicts, request.kind) ? verdicts[request.kind] : unknownKind;
  const asked = readings.map((reading) => () => verdict(reading, request));
  return first(...asked);
}

/** A target of somebody else's making: no policy can say anything about it. */
function unknownKind(reading: Reading, { kind }: Request): Verdict {
  return deny(reading, [kind], `a policy knows no targets of the kind ${kind}`);
}
