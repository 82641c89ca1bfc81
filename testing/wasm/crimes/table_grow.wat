;; A guest that grows a table until it cannot; it returns how many entries it got.
(module
  (table $functions 1 funcref)
  (elem declare func $one)
  (func $one)
  (func (export "run") (result i32)
    (loop $again
      (br_if $again
        (i32.ne (table.grow $functions (ref.func $one) (i32.const 1000000)) (i32.const -1))))
    (table.size $functions)))
