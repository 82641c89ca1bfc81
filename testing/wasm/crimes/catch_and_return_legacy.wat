;; A guest that loops for ever, catches whatever would stop it, and returns as if nothing had been. By the first proposal.
(module
  (func $spin (loop $again (br $again)))
  (func (export "run") (result i32)
    (try (result i32)
      (do (call $spin) (i32.const 1))
      (catch_all (i32.const 42)))))
