;; A guest that calls through tables of functions.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (type $unary (func (param i32) (result i32)))
  (table $operations 4 funcref)
  (table $others 2 funcref)
  (elem (table $operations) (i32.const 0) func $add $subtract $multiply)
  (elem (table $others) (i32.const 1) func $double)

  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $subtract (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $multiply (type $binary) (i32.mul (local.get 0) (local.get 1)))
  (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))

  ;; 0 adds, 1 subtracts, 2 multiplies.
  (func (export "apply") (param $operation i32) (param i32 i32) (result i32)
    (call_indirect $operations (type $binary) (local.get 1) (local.get 2) (local.get $operation)))

  (func (export "double_twice") (param i32) (result i32)
    (call_indirect $others (type $unary)
      (call_indirect $others (type $unary) (local.get 0) (i32.const 1))
      (i32.const 1)))

  ;; Runs through all operations, `rounds` times.
  (func (export "run") (param $rounds i32) (result i32)
    (local $value i32)
    (loop $again
      (local.set $value
        (call_indirect $operations (type $binary)
          (local.get $value)
          (local.get $rounds)
          (i32.rem_u (local.get $rounds) (i32.const 3))))
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $value)))
