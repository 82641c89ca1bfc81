;; A guest that speaks the plugin ABI and wants every request at the same place: where its constants are, and its reply.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "constants that the request overwrites")
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "take_outcome") (result i32) (i32.const 0))
  ;; The reply overlaps the request by half.
  (func (export "dispatch") (param $at i32) (param $length i32) (result i64)
    (memory.copy (i32.add (local.get $at) (i32.const 4)) (local.get $at) (local.get $length))
    (i64.or
      (i64.shl (i64.extend_i32_u (i32.add (local.get $at) (i32.const 4))) (i64.const 32))
      (i64.extend_i32_u (local.get $length)))))
