;; A guest that imports what every JavaScript object has: a careless look-up finds it.
(module
  (import "env" "constructor" (func $constructor (param externref) (result externref)))
  (import "env" "__proto__" (func $proto (result externref)))
  (import "constructor" "constructor" (func $function (param externref) (result externref)))
  (func (export "run") (result externref) (call $constructor (call $proto)))
  (func (export "run_function") (result externref) (call $function (ref.null extern))))
