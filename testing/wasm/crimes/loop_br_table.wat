;; A guest that loops for ever, through every entry of a branch table and its default.
(module
  (func (export "run")
    (local $i i32)
    (loop $again
      (local.set $i (i32.and (i32.add (local.get $i) (i32.const 1)) (i32.const 7)))
      (block $one
        (block $two
          (br_table $one $two $again $again $two $again (local.get $i)))
        (br $again))
      (br $again))))
