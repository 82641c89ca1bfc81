;; A guest that fills, copies and initialises memory and tables in bulk.
(module
  (memory (export "bytes") 4)
  (table $functions 8 funcref)
  (data $text "0123456789")
  (elem $numbers func $one $two $three)
  (type $number (func (result i32)))

  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func $three (result i32) (i32.const 3))

  ;; Both overlaps: "0123456789" becomes "0120123456", and that "1201234566" from its second byte on.
  (func (export "memory") (result i64 i64)
    (memory.init $text (i32.const 0) (i32.const 0) (i32.const 10))
    (memory.copy (i32.const 3) (i32.const 0) (i32.const 7))
    (i64.load (i32.const 0))
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 9))
    (data.drop $text)
    (memory.fill (i32.const 7) (i32.const 0x21) (i32.const 1))
    (i64.load (i32.const 0)))

  ;; 3, 1, 2, 2 in the table: 3122.
  (func (export "table") (result i32)
    (table.init $functions $numbers (i32.const 1) (i32.const 0) (i32.const 3))
    (table.copy $functions $functions (i32.const 0) (i32.const 3) (i32.const 1))
    (table.fill $functions (i32.const 3) (ref.func $two) (i32.const 2))
    (elem.drop $numbers)
    (i32.mul (call_indirect $functions (type $number) (i32.const 0)) (i32.const 1000))
    (i32.mul (call_indirect $functions (type $number) (i32.const 1)) (i32.const 100))
    (i32.add)
    (i32.mul (call_indirect $functions (type $number) (i32.const 2)) (i32.const 10))
    (i32.add)
    (call_indirect $functions (type $number) (i32.const 4))
    (i32.add))

  ;; Fills and copies 64 KiB, `rounds` times; returns the last byte.
  (func (export "run") (param $rounds i32) (result i32)
    (loop $again
      (memory.fill (i32.const 0) (local.get $rounds) (i32.const 0x10000))
      (memory.copy (i32.const 0x10001) (i32.const 0) (i32.const 0x10000))
      (memory.copy (i32.const 0x1ffff) (i32.const 0x10000) (i32.const 0x10001))
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (i32.load8_u (i32.const 0x2ffff))))
