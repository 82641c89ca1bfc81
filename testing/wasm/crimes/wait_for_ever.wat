;; A guest that waits on its shared memory for a thread that never comes: it blocks the thread it runs on.
(module
  (memory (export "memory") 1 1 shared)
  (func (export "run") (result i32)
    (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))
