export type { ConfinementOptions } from "./confinement.js";
export type { Piece, PieceReport } from "./confinement-report.js";
export type { ProcessHelperOptions } from "./host/options.js";
export type { HelperPoolStatus, HelperStatus } from "./host/pool-status.js";
export type { RemoteLibraryStatus } from "./host/remote-library.js";
export { type ConnectOptions, connectHelper, processHelper } from "./layer.js";
export type { LibraryPolicyOptions } from "./libraries/policy.js";
