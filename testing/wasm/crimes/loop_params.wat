;; A guest that loops for ever, and hands values from round to round on the operand stack.
(module
  (func (export "run") (result i64)
    (i32.const 1)
    (i64.const 1)
    (loop $again (param i32 i64) (result i64)
      (i64.const 3)
      (i64.mul)
      (br $again))))
