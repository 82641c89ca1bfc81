;; A guest whose start function traps.
(module
  (func $begin (unreachable))
  (func (export "run") (result i32) (i32.const 1))
  (start $begin))
