;; A guest that calls a host function for ever.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (func (export "run")
    (local $i i32)
    (loop $again
      (local.set $i (call $host (local.get $i)))
      (br $again))))
