;; A guest that fills 2 GiB by one instruction.
(module
  (memory 32768)
  (func (export "run") (result i32)
    (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x80000000))
    (i32.load8_u (i32.const 0x7fffffff))))
