/** How an audit log does. */
export interface AuditStatus {
  /** null: only those hear it that listen to `cofferdam:audit`. */
  readonly file: string | null;
  /** Events that are written, since the log was opened. */
  readonly written: number;
  /** Events that were not kept, as there was no room. */
  readonly dropped: number;
  /** Times that `record` threw ERR_AUDIT_FULL. */
  readonly refused: number;
  /** Events that wait to be written. */
  readonly queued: number;
  /** Size of the file that is written now. */
  readonly bytes: number;
  readonly rotations: number;
  /** Why a write or a rotation failed last; null: none did. */
  readonly lastError: string | null;
}
