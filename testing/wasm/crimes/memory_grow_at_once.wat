;; A guest that asks for 4 GiB at once, and then for more than there can be.
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (drop (memory.grow (i32.const -1)))
    (drop (memory.grow (i32.const 65535)))
    (memory.size)))
