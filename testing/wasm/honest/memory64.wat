;; A guest whose memory has 64-bit addresses.
(module
  (memory (export "memory") i64 1 16)
  (data (i64.const 8) "\01\02\03\04\05\06\07\08")

  (func (export "load") (param i64) (result i64) (i64.load (local.get 0)))
  (func (export "size") (result i64) (memory.size))
  (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))

  ;; Fills `count` words and adds them up again.
  (func (export "run") (param $count i64) (result i64)
    (local $at i64) (local $sum i64)
    (loop $fill
      (i64.store (i64.shl (local.get $at) (i64.const 3)) (local.get $at))
      (br_if $fill
        (i64.lt_u (local.tee $at (i64.add (local.get $at) (i64.const 1))) (local.get $count))))
    (memory.copy (i64.const 8) (i64.const 0) (i64.const 64))
    (memory.fill (i64.const 0) (i32.const 1) (i64.const 8))
    (loop $add
      (local.set $at (i64.sub (local.get $at) (i64.const 1)))
      (local.set $sum
        (i64.add (local.get $sum) (i64.load (i64.shl (local.get $at) (i64.const 3)))))
      (br_if $add (i64.ne (local.get $at) (i64.const 0))))
    (local.get $sum)))
