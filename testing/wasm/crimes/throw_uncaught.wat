;; A guest that throws what nobody catches, after it caught it once itself. By the second proposal.
(module
  (tag $number (param i32))
  (func $throw (param i32) (throw $number (local.get 0)))
  (func (export "run") (param i32)
    (block $any (result exnref)
      (try_table (catch_all_ref $any) (call $throw (local.get 0)))
      (return))
    (throw_ref)))
