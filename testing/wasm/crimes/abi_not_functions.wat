;; A guest that has the names of the plugin ABI, for things that are not functions.
(module
  (memory $memory 1)
  (global (export "memory") i32 (i32.const 1))
  (table (export "alloc") 1 funcref)
  (global (export "take_outcome") i32 (i32.const 0))
  (export "dispatch" (memory $memory)))
