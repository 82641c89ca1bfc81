;; A guest that copies a table of ten million entries onto itself, many times, by an instruction each and without a loop.
(module
  (table $functions 10000000 funcref)
  (func $copy
    (table.copy $functions $functions (i32.const 1) (i32.const 0) (i32.const 9999999))
    (table.copy $functions $functions (i32.const 0) (i32.const 1) (i32.const 9999999)))
  (func $more (call $copy) (call $copy) (call $copy) (call $copy))
  (func (export "run") (result i32)
    (call $more)
    (table.size $functions)))
