;; A guest that grows its memory until it cannot, in steps that get smaller; it returns how many pages it got.
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (local $step i32)
    (local.set $step (i32.const 16384))
    (loop $again
      (br_if $again (i32.ne (memory.grow (local.get $step)) (i32.const -1)))
      (br_if $again (local.tee $step (i32.shr_u (local.get $step) (i32.const 1)))))
    (memory.size)))
