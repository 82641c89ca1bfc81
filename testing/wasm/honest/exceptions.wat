;; A guest that throws and catches, by the second proposal: try_table, throw_ref, exnref.
(module
  (tag $number (export "number") (param i32))
  (tag $pair (param i32 i64))

  (func $throw_number (param i32) (throw $number (local.get 0)))
  (func $throw_pair (param i32) (throw $pair (local.get 0) (i64.const 1000)))

  ;; 0: nothing is thrown; 1: a number; 2: a pair; 3: thrown again by reference.
  (func (export "caught") (param $what i32) (result i32)
    (block $on_number (result i32)
      (block $on_pair (result i32 i64)
        (try_table (result i32) (catch $number $on_number) (catch $pair $on_pair)
          (if (i32.eq (local.get $what) (i32.const 1)) (then (call $throw_number (i32.const 11))))
          (if (i32.eq (local.get $what) (i32.const 2)) (then (call $throw_pair (i32.const 22))))
          (if (i32.eq (local.get $what) (i32.const 3)) (then (call $rethrown)))
          (i32.const 7))
        (return))
      (i32.wrap_i64)
      (i32.add)))

  (func $rethrown
    (block $on_any (result exnref)
      (try_table (catch_all_ref $on_any) (call $throw_number (i32.const 33)))
      (return))
    (throw_ref))

  ;; Takes both the number and the reference.
  (func (export "with_reference") (result i32)
    (local $sum i32)
    (block $on_number (result i32 exnref)
      (try_table (catch_ref $number $on_number) (call $throw_number (i32.const 44)))
      (return (i32.const -1)))
    (drop)
    (local.set $sum)
    (block $on_all
      (try_table (catch_all $on_all) (call $throw_pair (i32.const 1)))
      (return (i32.const -2)))
    (local.get $sum))

  ;; Throws and catches `count` times.
  (func (export "run") (param $count i32) (result i32)
    (local $sum i32)
    (loop $again
      (block $on_number (result i32)
        (try_table (catch $number $on_number) (call $throw_number (local.get $count)))
        (unreachable))
      (local.set $sum (i32.add (local.get $sum)))
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))

  (func (export "uncaught") (param i32) (call $throw_number (local.get 0))))
