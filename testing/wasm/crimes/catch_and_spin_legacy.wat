;; A guest that loops for ever, catches whatever would stop it, and loops on. By the first proposal.
(module
  (global $caught (export "caught") (mut i32) (i32.const 0))
  (func $spin (loop $again (br $again)))
  (func (export "run")
    (loop $anew
      (try
        (do (call $spin))
        (catch_all (global.set $caught (i32.add (global.get $caught) (i32.const 1)))))
      (br $anew))))
