;; A guest that wants a table of ten million entries from the start.
(module
  (table $functions 10000000 funcref)
  (func (export "run") (result i32) (table.size $functions)))
