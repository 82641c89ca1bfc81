;; A guest that grows a table of the host's references until it cannot; it returns how many entries it got.
(module
  (table $references 1 externref)
  (func (export "run") (result i32)
    (loop $again
      (br_if $again
        (i32.ne (table.grow $references (ref.null extern) (i32.const 1000000)) (i32.const -1))))
    (table.size $references)))
