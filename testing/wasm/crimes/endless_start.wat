;; A guest whose start function never returns.
(module
  (func $begin (loop $again (br $again)))
  (func (export "run") (result i32) (i32.const 1))
  (start $begin))
