;; A guest that recurses without end.
(module
  (func $descend (param i32) (result i32)
    (i32.add (call $descend (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
  (func (export "run") (result i32) (call $descend (i32.const 0))))
