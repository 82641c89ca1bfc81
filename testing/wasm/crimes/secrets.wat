;; A guest that writes a secret wherever it can, and traps: the next caller must not find it.
(module
  (memory (export "memory") 1 4)
  (table $functions (export "functions") 2 4 funcref)
  (global $hidden (mut i64) (i64.const 0))
  (global $shown (export "shown") (mut i32) (i32.const 0))
  (type $number (func (result i32)))
  (elem (i32.const 0) func $nothing)
  (elem declare func $secret)
  (data $later "once")
  (func $nothing (result i32) (i32.const 0))
  (func $secret (result i32) (i32.const 7777))

  (func (export "run") (param $secret i32)
    (i32.store (i32.const 0) (local.get $secret))
    (i32.store (i32.const 65532) (local.get $secret))
    (memory.init $later (i32.const 100) (i32.const 0) (i32.const 4))
    (global.set $hidden (i64.extend_i32_u (local.get $secret)))
    (global.set $shown (local.get $secret))
    (table.set $functions (i32.const 0) (ref.func $secret))
    (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1))
      (then (i32.store (i32.const 65540) (local.get $secret))))
    (unreachable))

  ;; 0, unless something is left. What is in grown memory is not looked at: see peek_at.
  (func (export "peek") (result i32)
    (i32.or
      (i32.or (i32.load (i32.const 0)) (i32.load (i32.const 65532)))
      (i32.or
        (i32.or (i32.load (i32.const 100)) (i32.wrap_i64 (global.get $hidden)))
        (i32.or
          (global.get $shown)
          (call_indirect $functions (type $number) (i32.const 0))))))
  (func (export "peek_at") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "pages") (result i32) (memory.size)))
