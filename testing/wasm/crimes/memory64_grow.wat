;; A guest that grows its 64-bit memory until it cannot; it returns how many pages it got.
(module
  (memory (export "memory") i64 1)
  (func (export "run") (result i64)
    (loop $again
      (br_if $again (i64.ne (memory.grow (i64.const 4096)) (i64.const -1))))
    (memory.size)))
