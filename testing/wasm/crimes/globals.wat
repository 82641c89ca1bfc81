;; A guest that exports globals of every type for the host to trip over, changes them all and traps.
(module
  (global $int (export "int") (mut i32) (i32.const 1))
  (global $long (export "long") (mut i64) (i64.const 0x7fffffffffffffff))
  (global $single (export "single") (mut f32) (f32.const nan:0x200001))
  (global $double (export "double") (mut f64) (f64.const nan:0x4000000000001))
  (global $vector (export "vector") (mut v128) (v128.const i64x2 1 2)) ;; JavaScript cannot read it
  (global $function (export "function") (mut funcref) (ref.func $one))
  (global $reference (export "reference") (mut externref) (ref.null extern))
  (func $one (export "one"))

  (func (export "run")
    (global.set $int (i32.const -1))
    (global.set $long (i64.const -1))
    (global.set $single (f32.const -0))
    (global.set $double (f64.const inf))
    (global.set $vector (v128.const i64x2 -1 -1))
    (global.set $function (ref.null func))
    (unreachable))

  ;; 1 as long as nothing is changed, NaN bits included.
  (func (export "unchanged") (result i32)
    (i32.and
      (i32.and
        (i32.and
          (i32.eq (global.get $int) (i32.const 1))
          (i64.eq (global.get $long) (i64.const 0x7fffffffffffffff)))
        (i32.and
          (i32.eq (i32.reinterpret_f32 (global.get $single)) (i32.const 0x7fa00001))
          (i64.eq (i64.reinterpret_f64 (global.get $double)) (i64.const 0x7ff4000000000001))))
      (i32.and
        (i64x2.all_true (i64x2.eq (global.get $vector) (v128.const i64x2 1 2)))
        (i32.eqz (ref.is_null (global.get $function)))))))
