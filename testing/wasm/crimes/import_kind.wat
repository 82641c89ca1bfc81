;; A guest that imports a function of WASI by its name, as a memory.
(module
  (import "wasi_snapshot_preview1" "fd_write" (memory 1))
  (func (export "run") (result i32) (memory.size)))
