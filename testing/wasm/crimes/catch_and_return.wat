;; A guest that loops for ever, catches whatever would stop it, and returns as if nothing had been. By the second proposal.
(module
  (func $spin (loop $again (br $again)))
  (func (export "run") (result i32)
    (block $any
      (try_table (catch_all $any) (call $spin))
      (return (i32.const 1)))
    (i32.const 42)))
