;; A guest with three memories.
(module
  (memory $first (export "first") 1 2)
  (memory $second (export "second") 1 4)
  (memory $third 1)
  (data (memory $first) (i32.const 0) "abcd")
  (data (memory $second) (i32.const 0) "ABCD")
  (data $later "wxyz")

  (func (export "sizes") (result i32 i32 i32)
    (memory.size $first) (memory.size $second) (memory.size $third))
  (func (export "grow_second") (param i32) (result i32) (memory.grow $second (local.get 0)))

  ;; Moves bytes from memory to memory; returns four of each.
  (func (export "run") (result i32 i32 i32)
    (memory.copy $third $first (i32.const 100) (i32.const 0) (i32.const 4))
    (memory.copy $first $second (i32.const 1) (i32.const 0) (i32.const 2))
    (memory.fill $second (i32.const 2) (i32.const 0x2a) (i32.const 2))
    (memory.init $third $later (i32.const 102) (i32.const 0) (i32.const 2))
    (i32.load $first (i32.const 0))
    (i32.load $second (i32.const 0))
    (i32.load $third (i32.const 100)))

  ;; Writes `count` words to the third memory and adds them up from it.
  (func (export "sum") (param $count i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (i32.store $third (i32.shl (local.get $count) (i32.const 2)) (local.get $count))
      (local.set $sum
        (i32.add
          (local.get $sum)
          (i32.load $third (i32.shl (local.get $count) (i32.const 2)))))
      (br_if $again (local.get $count)))
    (local.get $sum)))
