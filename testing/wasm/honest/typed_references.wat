;; A guest that calls through references whose type is known.
(module
  (type $unary (func (param i32) (result i32)))
  (table $operations 2 (ref null $unary))
  (elem (table $operations) (i32.const 0) (ref null $unary) (ref.func $double) (ref.null $unary))
  (elem declare func $count_down)

  (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
  (func $twice (param $f (ref $unary)) (param i32) (result i32)
    (call_ref $unary (call_ref $unary (local.get 1) (local.get $f)) (local.get $f)))

  ;; 12, and 100 because the second entry is null.
  (func (export "run") (result i32)
    (i32.add
      (call $twice (ref.as_non_null (table.get $operations (i32.const 0))) (i32.const 3))
      (call $or_hundred (i32.const 1))))

  (func $or_hundred (param i32) (result i32)
    (block $null
      (drop (br_on_null $null (table.get $operations (local.get 0))))
      (return (i32.const 0)))
    (i32.const 100))

  ;; In tail position: no stack is used up.
  (func $count_down (type $unary)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 9))))
    (return_call_ref $unary (i32.sub (local.get 0) (i32.const 1)) (ref.func $count_down)))
  (func (export "count_down") (param i32) (result i32)
    (call_ref $unary (local.get 0) (ref.func $count_down))))
