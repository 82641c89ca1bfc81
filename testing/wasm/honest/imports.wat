;; A guest that imports one of everything: a function, a memory, a table and globals.
(module
  (import "env" "add" (func $add (param i32 i64 f32 f64) (result f64)))
  (import "env" "memory" (memory 1 2))
  (import "env" "table" (table 2 4 funcref))
  (import "env" "constant" (global $constant i32))
  (import "env" "counter" (global $counter (mut i32)))
  (elem (i32.const 1) func $five)
  (data (i32.const 4) "\05\00\00\00")

  (func $five (result i32) (i32.const 5))
  (func (export "run") (result f64)
    (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
    (call $add
      (i32.load (i32.const 4))
      (i64.extend_i32_s (global.get $constant))
      (f32.convert_i32_s (global.get $counter))
      (f64.convert_i32_s (call_indirect (result i32) (i32.const 1))))))
