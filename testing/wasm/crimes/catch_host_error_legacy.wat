;; A guest that catches what a host function throws, and calls it again, for ever. By the first proposal.
(module
  (import "env" "fail" (func $fail))
  (func (export "run")
    (loop $again
      (try (do (call $fail)) (catch_all))
      (br $again))))
