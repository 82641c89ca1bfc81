;; A guest that wants 4 GiB of memory from the start.
(module
  (memory (export "memory") 65536)
  (func (export "run") (result i32) (memory.size)))
