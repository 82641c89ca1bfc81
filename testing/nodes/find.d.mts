export interface FoundNode {
  readonly major: number;
  /** The executable. */
  readonly path?: string;
  /** Why there is none. */
  readonly missing?: string;
}

/** The Node.js of this major version: the running one, or an installed one. */
export function findNode(major: number): FoundNode;
/** The running Node.js and all that install.mjs can install, oldest first. */
export function nodes(): readonly FoundNode[];
/** The major versions that install.mjs can install. */
export const INSTALLABLE: readonly number[];
