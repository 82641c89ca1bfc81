;; A guest that exports names the meter might use, to get at its fuel.
(module
  (global $fuel (export "cofferdam:fuel") (mut i32) (i32.const 0x7fffffff))
  (func (export "cofferdam:start") (global.set $fuel (i32.const 0x7fffffff)))
  (func (export "run") (result i32) (global.get $fuel)))
