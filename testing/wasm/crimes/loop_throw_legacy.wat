;; A guest that never returns, by throwing and catching: the catch goes back to the start.
(module
  (tag $again)
  (func $throw (throw $again))
  (func (export "run")
    (loop $start
      (try
        (do (call $throw))
        (catch $again (br $start))))))
