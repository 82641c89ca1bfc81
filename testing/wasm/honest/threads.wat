;; A guest with a shared memory, which it changes by atomic operations.
(module
  (memory (export "memory") 1 4 shared)

  ;; Adds `count` times; another thread may do the same.
  (func (export "add") (param $count i32) (result i32)
    (loop $again
      (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (i32.atomic.load (i32.const 0)))

  ;; One of each: 0 waiters woken, 5 replaced by 9, a fence, 64 bits; 9 and 40.
  (func (export "run") (result i32 i64)
    (drop (memory.atomic.notify (i32.const 16) (i32.const 1)))
    (i32.atomic.store (i32.const 16) (i32.const 5))
    (drop (i32.atomic.rmw.cmpxchg (i32.const 16) (i32.const 5) (i32.const 9)))
    (drop (i32.atomic.rmw8.xchg_u (i32.const 20) (i32.const 255)))
    (atomic.fence)
    (i64.atomic.store (i32.const 24) (i64.const 41))
    (drop (i64.atomic.rmw.sub (i32.const 24) (i64.const 1)))
    (i32.atomic.load (i32.const 16))
    (i64.atomic.load (i32.const 24)))

  ;; 1: the value is not the one to wait for; 2: nobody came within a microsecond.
  (func (export "wait") (param $expected i32) (result i32)
    (memory.atomic.wait32 (i32.const 32) (local.get $expected) (i64.const 1000))))
