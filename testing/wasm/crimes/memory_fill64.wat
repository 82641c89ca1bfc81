;; A guest that fills 2 GiB of a 64-bit memory by one instruction.
(module
  (memory i64 32768)
  (func (export "run") (result i32)
    (memory.fill (i64.const 0) (i32.const 1) (i64.const 0x80000000))
    (i32.load8_u (i64.const 0x7fffffff))))
