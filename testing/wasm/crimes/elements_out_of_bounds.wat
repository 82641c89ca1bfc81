;; A guest whose functions do not fit its table.
(module
  (table 2 funcref)
  (elem (i32.const 1) func $one $one)
  (func $one)
  (func (export "run") (result i32) (table.size 0)))
