;; A guest that loops for ever in many short loops.
(module
  (func (export "run")
    (local $i i32)
    (loop $outer
      (local.set $i (i32.const 3))
      (loop $inner
        (br_if $inner (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
      (br $outer))))
