;; A guest that imports the meter's own functions, to refuel itself.
(module
  (import "cofferdam" "refuel" (func $refuel))
  (import "cofferdam" "fuel" (global $fuel (mut i32)))
  (func (export "run")
    (loop $again
      (global.set $fuel (i32.const 0x7fffffff))
      (call $refuel)
      (br $again))))
