;; A guest that recurses without end through a table.
(module
  (type $unary (func (param i32) (result i32)))
  (table funcref (elem $descend))
  (func $descend (type $unary)
    (i32.add
      (call_indirect (type $unary) (i32.add (local.get 0) (i32.const 1)) (i32.const 0))
      (i32.const 1)))
  (func (export "run") (result i32) (call $descend (i32.const 0))))
