;; A guest that never returns, by throwing and catching: the catch itself goes back to the start.
(module
  (tag $again)
  (func $throw (throw $again))
  (func (export "run")
    (loop $start
      (try_table (catch $again $start) (call $throw)))))
