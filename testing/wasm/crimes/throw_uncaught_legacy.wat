;; A guest that throws what nobody catches. By the first proposal.
(module
  (tag $number (param i32))
  (func $throw (param i32) (throw $number (local.get 0)))
  (func (export "run") (param i32) (call $throw (local.get 0))))
