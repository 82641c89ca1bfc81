;; A guest that copies almost 2 GiB a little downwards by one instruction: it has to begin at the start.
(module
  (memory 32768)
  (data (i32.const 4097) "\07")
  (func (export "run") (result i32)
    (memory.copy (i32.const 0) (i32.const 4097) (i32.const 0x7fffe000))
    (i32.load8_u (i32.const 0))))
