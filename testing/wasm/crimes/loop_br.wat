;; A guest that loops for ever.
(module
  (func (export "run") (loop $again (br $again))))
