;; A guest that computes with vectors whose corner cases are left to the machine; here are none.
(module
  (func (export "run") (result f32)
    (f32x4.extract_lane 1
      (f32x4.relaxed_madd
        (v128.const f32x4 1 2 3 4)
        (v128.const f32x4 10 10 10 10)
        (v128.const f32x4 0.5 0.5 0.5 0.5))))

  (func (export "swizzle") (result i32)
    (i8x16.extract_lane_u 2
      (i8x16.relaxed_swizzle
        (v128.const i8x16 9 8 7 6 5 4 3 2 1 0 0 0 0 0 0 0)
        (v128.const i8x16 3 2 1 0 0 0 0 0 0 0 0 0 0 0 0 0)))))
