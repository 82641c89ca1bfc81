;; A guest that imports a function of WASI by its name, with another type.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i64) (result i64)))
  (func (export "run") (result i64) (call $fd_write (i64.const 1))))
