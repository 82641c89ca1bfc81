;; A guest that catches what a host function throws, and calls it again, for ever. By the second proposal.
(module
  (import "env" "fail" (func $fail))
  (func (export "run")
    (loop $again
      (try_table (catch_all $again) (call $fail))
      (br $again))))
