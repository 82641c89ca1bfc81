;; A guest that never returns, by calling itself in tail position: no loop, and no stack.
(module
  (func $again (export "run") (return_call $again)))
