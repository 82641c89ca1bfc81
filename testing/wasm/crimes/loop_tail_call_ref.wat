;; A guest that never returns, by calling through a reference in tail position.
(module
  (type $nothing (func))
  (elem declare func $again)
  (func $again (type $nothing) (return_call_ref $nothing (ref.func $again)))
  (func (export "run") (call $again)))
