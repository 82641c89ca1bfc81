import { no, type Probe, type Seen } from "../probe.js";
import { inHelper } from "./scene/helper.js";
import { piecesOf } from "./scene/pieces.js";

/** With every limit that there is: a piece that nobody ordered is not reported. */
const everything = { memory: "1GiB", cpu: 60_000, files: 64, processes: 64 } as const;

export const probe: Probe = () =>
  inHelper({ confinement: everything }, (libc): Seen => {
    const pieces = piecesOf(libc);
    const missing = pieces.filter(({ applied }) => !applied);
    if (missing.length === pieces.length) return no("nothing confines a helper here");
    const names = missing.map(({ piece, reason }) => `${piece} (${reason})`).join(", ");
    return {
      holds: missing.length === 0 ? "yes" : "partly",
      seen: `${pieces.length - missing.length} of ${pieces.length} pieces${names && `; missing: ${names}`}`,
      details: { pieces },
    };
  });
