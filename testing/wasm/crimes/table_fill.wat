;; A guest that fills a table of ten million entries, many times, by an instruction each and without a loop.
(module
  (table $functions 10000000 funcref)
  (elem declare func $one)
  (func $one)
  (func $fill (table.fill $functions (i32.const 0) (ref.func $one) (i32.const 10000000)))
  (func $more (call $fill) (call $fill) (call $fill) (call $fill))
  (func (export "run") (result i32)
    (call $more) (call $more)
    (table.size $functions)))
