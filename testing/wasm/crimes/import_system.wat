;; A guest that imports what nobody granted: system, and a second thing beside it.
(module
  (import "env" "system" (func $system (param i32) (result i32)))
  (import "env" "dlopen" (func $dlopen (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "rm -rf /\00")
  (func (export "run") (result i32)
    (i32.add (call $system (i32.const 16)) (call $dlopen (i32.const 16) (i32.const 0)))))
