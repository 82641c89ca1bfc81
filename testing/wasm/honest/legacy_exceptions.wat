;; A guest that throws and catches, by the first proposal: try, catch, catch_all, rethrow, delegate.
(module
  (tag $number (export "number") (param i32))
  (tag $pair (param i32 i64))

  (func $throw_number (param i32) (throw $number (local.get 0)))
  (func $throw_pair (param i32) (throw $pair (local.get 0) (i64.const 1000)))

  ;; 0: nothing is thrown; 1: a number; 2: a pair; 3: out of a delegate; 4: thrown again.
  (func (export "caught") (param $what i32) (result i32)
    (try (result i32)
      (do
        (if (i32.eq (local.get $what) (i32.const 1)) (then (call $throw_number (i32.const 11))))
        (if (i32.eq (local.get $what) (i32.const 2)) (then (call $throw_pair (i32.const 22))))
        (if (i32.eq (local.get $what) (i32.const 3)) (then (call $delegated)))
        (if (i32.eq (local.get $what) (i32.const 4)) (then (call $rethrown)))
        (i32.const 7))
      (catch $number)
      (catch $pair (i32.wrap_i64) (i32.add))))

  ;; The delegate skips the catch_all in between.
  (func $delegated
    (try $outer
      (do
        (try
          (do (try (do (call $throw_number (i32.const 33))) (delegate $outer)))
          (catch_all unreachable)))
      (catch $number (drop) (throw $number (i32.const 34)))))

  (func $rethrown
    (try $inner
      (do (call $throw_number (i32.const 44)))
      (catch_all (rethrow $inner))))

  ;; Throws and catches `count` times.
  (func (export "run") (param $count i32) (result i32)
    (local $sum i32)
    (loop $again
      (try
        (do (call $throw_number (local.get $count)))
        (catch $number (local.set $sum (i32.add (local.get $sum)))))
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))

  (func (export "uncaught") (param i32) (call $throw_number (local.get 0))))
