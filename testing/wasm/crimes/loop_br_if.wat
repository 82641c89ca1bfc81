;; A guest that loops for ever, on a condition that always holds.
(module
  (global $one (mut i32) (i32.const 1))
  (func (export "run") (result i32)
    (local $count i32)
    (loop $again
      (local.set $count (i32.add (local.get $count) (global.get $one)))
      (br_if $again (global.get $one)))
    (local.get $count)))
