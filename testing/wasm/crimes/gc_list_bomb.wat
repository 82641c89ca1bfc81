;; A guest that fills the engine's own heap with structs.
(module
  (type $node (struct (field i64) (field (ref null $node))))
  (global $list (mut (ref null $node)) (ref.null $node))
  (func (export "run")
    (loop $again
      (global.set $list (struct.new $node (i64.const 1) (global.get $list)))
      (br $again))))
