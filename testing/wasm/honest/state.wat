;; A guest that remembers: in memory, in globals it does and does not export, in a table, and by growing.
(module
  (memory (export "memory") 1 8)
  (table $functions (export "functions") 2 8 funcref)
  (global $hidden (mut i64) (i64.const 1))
  (global $shown (export "shown") (mut i32) (i32.const 1))
  (global $ratio (mut f64) (f64.const 0.5))
  (type $number (func (result i32)))
  (elem (i32.const 0) func $one)
  (elem declare func $two)
  (start $begin)

  (func $begin (i32.store (i32.const 0) (i32.const 1)))
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))

  ;; Changes everything that can be changed.
  (func (export "change")
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (i32.store (i32.const 65532) (i32.const 77))
    (global.set $hidden (i64.mul (global.get $hidden) (i64.const 3)))
    (global.set $shown (i32.add (global.get $shown) (i32.const 5)))
    (global.set $ratio (f64.mul (global.get $ratio) (f64.const 2)))
    (table.set $functions (i32.const 0) (ref.func $two)))

  (func (export "grow") (result i32) (memory.grow (i32.const 1)))
  (func (export "grow_table") (result i32)
    (table.grow $functions (ref.func $two) (i32.const 1)))

  ;; 1, 0, 1, 1, 0.5, 1 at first.
  (func (export "run") (result i32 i32 i64 i32 f64 i32)
    (i32.load (i32.const 0))
    (i32.load (i32.const 65532))
    (global.get $hidden)
    (global.get $shown)
    (global.get $ratio)
    (call_indirect $functions (type $number) (i32.const 0))))
