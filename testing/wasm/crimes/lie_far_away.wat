;; A guest that speaks the plugin ABI and lies: its reply is past the end of the memory.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "take_outcome") (result i32) (i32.const 0))
  (func (export "dispatch") (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.const 0x7fff0000) (i64.const 32)) (i64.const 16))))
