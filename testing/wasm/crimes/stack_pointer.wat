;; A guest that loses a little of its shadow stack in every call that traps: its stack pointer is never put back.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (export "__stack_pointer") (mut i32) (i32.const 65536))
  (func (export "run")
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 4096)))
    (i32.store (global.get $__stack_pointer) (i32.const 1))
    (unreachable))
  (func (export "left") (result i32) (global.get $__stack_pointer)))
