;; A guest whose data does not fit its memory.
(module
  (memory 1)
  (data (i32.const 65530) "too long for the place")
  (func (export "run") (result i32) (memory.size)))
