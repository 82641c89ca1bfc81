;; A guest that calls the host, and is called back meanwhile.
(module
  (import "env" "transform" (func $transform (param i32) (result i32)))
  (import "env" "again" (func $again (param i32) (result i32)))

  ;; Adds up what the host makes of 1, 2, ... count.
  (func (export "sum") (param $count i32) (result i32)
    (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (call $transform (local.get $count))))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))

  ;; The host's `again` is to call `descend` with what it gets, and to return the result: depth + ... + 1.
  (func (export "descend") (param $depth i32) (result i32)
    (if (result i32) (i32.eqz (local.get $depth))
      (then (i32.const 0))
      (else
        (i32.add
          (local.get $depth)
          (call $again (i32.sub (local.get $depth) (i32.const 1))))))))
