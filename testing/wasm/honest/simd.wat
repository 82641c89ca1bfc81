;; A guest that computes with vectors.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10")

  ;; Reverses sixteen bytes in memory; returns the first eight.
  (func (export "reverse") (result i64)
    (v128.store (i32.const 16)
      (i8x16.shuffle 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0
        (v128.load (i32.const 0))
        (v128.const i64x2 0 0)))
    (i64.load (i32.const 16)))

  ;; Squares of 1 + 2 + 3 + 4, by lanes, with conversions and a lane load.
  (func (export "squares") (result i32)
    (local $v v128)
    (local.set $v (f32x4.convert_i32x4_s (v128.const i32x4 1 2 3 4)))
    (local.set $v (i32x4.trunc_sat_f32x4_s (f32x4.mul (local.get $v) (local.get $v))))
    (local.set $v (i32x4.add (local.get $v) (v128.load32_zero (i32.const 0))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))
      (i32.add (i32x4.extract_lane 2 (local.get $v)) (i32x4.extract_lane 3 (local.get $v)))))

  ;; Adds `count` vectors up: a dot product.
  (func (export "run") (param $count i32) (result i32)
    (local $sum v128)
    (loop $again
      (local.set $sum
        (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (i16x8.splat (local.get $count)) (i16x8.splat (i32.const 3)))))
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (i32x4.extract_lane 2 (local.get $sum))))
