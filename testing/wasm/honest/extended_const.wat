;; A guest whose constants are computed: the value of a global, and where its data goes.
(module
  (memory 1)
  (global $computed i32 (i32.add (i32.const 40) (i32.const 2)))
  (data (offset (i32.mul (i32.const 8) (i32.const 4))) "abcd")

  (func (export "run") (result i32) (global.get $computed))
  (func (export "loaded") (result i32) (i32.load (i32.const 32))))
