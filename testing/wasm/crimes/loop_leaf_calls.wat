;; A guest that loops for ever in calls of a function too small to be worth metering.
(module
  (memory 1)
  (func $leaf (param i32) (result i32)
    (i32.store (i32.const 0) (i32.mul (i32.load (i32.const 0)) (local.get 0)))
    (i32.load (i32.const 0)))
  (func (export "run")
    (loop $again
      (drop (call $leaf (i32.const 3)))
      (drop (call $leaf (i32.const 5)))
      (br $again))))
