;; A guest that loops for ever, catches whatever would stop it, and loops on. By the second proposal.
(module
  (global $caught (export "caught") (mut i32) (i32.const 0))
  (func $spin (loop $again (br $again)))
  (func (export "run")
    (loop $anew
      (block $any (result exnref)
        (try_table (catch_all_ref $any) (call $spin))
        (unreachable))
      (drop)
      (global.set $caught (i32.add (global.get $caught) (i32.const 1)))
      (br $anew))))
