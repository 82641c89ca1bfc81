;; A guest that keeps the host's references, and hands out its own functions.
(module
  (table $kept (export "kept") 2 16 externref)
  (table $functions 1 funcref)
  (elem declare func $seven)
  (type $number (func (result i32)))
  (func $seven (result i32) (i32.const 7))

  (func (export "keep") (param i32 externref) (table.set $kept (local.get 0) (local.get 1)))
  (func (export "kept_at") (param i32) (result externref) (table.get $kept (local.get 0)))
  (func (export "is_null") (param externref) (result i32) (ref.is_null (local.get 0)))
  ;; -1 when there would be more than 16.
  (func (export "make_room") (param externref i32) (result i32)
    (table.grow $kept (local.get 0) (local.get 1)))
  (func (export "room") (result i32) (table.size $kept))
  (func (export "function") (result funcref) (ref.func $seven))
  (func (export "choose") (param externref externref i32) (result externref)
    (select (result externref) (local.get 0) (local.get 1) (local.get 2)))

  ;; Puts a function into the table and calls it: 7, and 1 for the empty entry next to it.
  (func (export "run") (result i32)
    (table.set $functions (i32.const 0) (ref.func $seven))
    (i32.add
      (call_indirect $functions (type $number) (i32.const 0))
      (ref.is_null (ref.null func)))))
