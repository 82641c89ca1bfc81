;; A guest that speaks the plugin ABI and lies, but not at first: every third reply is out of bounds.
(module
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 0))
  (data (i32.const 2048) "honest")
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "take_outcome") (result i32) (i32.const 0))
  (func (export "dispatch") (param i32 i32) (result i64)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (result i64) (i32.rem_u (global.get $calls) (i32.const 3))
      (then (i64.or (i64.shl (i64.const 2048) (i64.const 32)) (i64.const 6)))
      (else (i64.or (i64.shl (i64.const 65535) (i64.const 32)) (i64.const 6))))))
