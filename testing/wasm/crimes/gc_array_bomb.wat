;; A guest that fills the engine's own heap with arrays of 16 MiB.
(module
  (type $bytes (array (mut i64)))
  (type $node (struct (field (ref $bytes)) (field (ref null $node))))
  (global $list (mut (ref null $node)) (ref.null $node))
  (func (export "run")
    (loop $again
      (global.set $list
        (struct.new $node
          (array.new $bytes (i64.const 1) (i32.const 0x200000))
          (global.get $list)))
      (br $again))))
