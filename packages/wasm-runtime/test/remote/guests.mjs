// Guests of test/children/scenario.mjs, assembled.
import loadWabt from "wabt";

const wabt = await loadWabt();

function assemble(text) {
  const features = { multi_value: true, bulk_memory: true };
  return wabt.parseWat("guest.wat", text, features).toBinary({ write_debug_names: true }).buffer;
}

/** Exports for all that can come of a call. */
export const TOOLS = assemble(`(module
  (import "env" "double" (func $double (param i32) (result i32)))
  (import "env" "big" (func $big (param i64) (result i64)))
  (import "env" "fail" (func $fail))
  (import "env" "slow" (func $slow (param i32) (result i32)))
  (import "env" "reject" (func $reject))
  (import "env" "upper" (func $upper (param i32 i32) (result i32)))
  (import "env" "reach" (func $reach (param i32 i32) (result i32)))
  (import "env" "forgive" (func $forgive (param i32 i32) (result i32)))
  (import "env" "base" (global $base i32))
  (import "env" "large" (global $large i64))
  (memory (export "memory") 1)
  (global $n (mut i32) (i32.const 0))
  (data (i32.const 16) "quiet")
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "addLong") (param i64 i32) (result i64)
    (i64.add (local.get 0) (i64.extend_i32_s (local.get 1))))
  (func (export "pair") (param i32 i64) (result i64 i32) (local.get 1) (local.get 0))
  (func (export "globals") (result i32 i64) (global.get $base) (global.get $large))
  (func (export "double") (param i32) (result i32) (call $double (local.get 0)))
  (func (export "big") (param i64) (result i64) (call $big (local.get 0)))
  (func (export "fail") (call $fail))
  (func (export "slow") (param i32) (result i32) (call $slow (local.get 0)))
  (func (export "reject") (call $reject))
  (func (export "upper") (result i32)
    (drop (call $upper (i32.const 16) (i32.const 5)))
    (i32.load8_u (i32.const 17)))
  (func (export "reach") (param i32 i32) (result i32) (call $reach (local.get 0) (local.get 1)))
  (func (export "forgive") (param i32 i32) (result i32) (call $forgive (local.get 0) (local.get 1)))
  (func $inner unreachable)
  (func (export "trap") (nop) (call $inner))
  (func (export "spin") (loop (br 0)))
  (func $recur (export "recur") (call $recur))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "count") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n)))`);

/**
 * Speaks the guest ABI: echoes; a digit is asked of the host; "error" is replied to with an error, "lie" with what is not
 * its memory. It yields with what it is given, "t" with a trap, "e" with an error, "w" by asking the host in turn.
 */
export const ECHO = assemble(`(module
  (import "env" "ask" (func $ask (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $outcome (mut i32) (i32.const 0))
  (func $reply (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1))))
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "take_outcome") (result i32) (global.get $outcome))
  (func (export "dispatch") (param $at i32) (param $size i32) (result i64) (local $first i32)
    (global.set $outcome (i32.const 0))
    (local.set $first (i32.load8_u (local.get $at)))
    (if (i32.and (i32.eq (local.get $size) (i32.const 1)) (i32.lt_u (local.get $first) (i32.const 58)))
      (then
        (i32.store8 (i32.const 512)
          (i32.add (i32.const 48) (call $ask (i32.sub (local.get $first) (i32.const 48)))))
        (return (call $reply (i32.const 512) (i32.const 1)))))
    (if (i32.eq (local.get $size) (i32.const 5)) (then (global.set $outcome (i32.const 1))))
    (if (i32.eq (local.get $size) (i32.const 3))
      (then (return (call $reply (i32.const -4) (i32.const 8)))))
    (call $reply (local.get $at) (local.get $size)))
  (func (export "yield") (param $at i32) (param $size i32) (result i64) (local $first i32)
    (global.set $outcome (i32.const 0))
    (local.set $first (i32.load8_u (local.get $at)))
    (if (i32.eq (local.get $first) (i32.const 116)) (then unreachable))
    (if (i32.eq (local.get $first) (i32.const 101)) (then (global.set $outcome (i32.const 1))))
    (if (i32.eq (local.get $first) (i32.const 119)) (then (drop (call $ask (i32.const 0)))))
    (call $reply (local.get $at) (local.get $size))))`);

/** A WASI program: copies its standard input to its output and its errors, and ends with code 3. */
export const PROGRAM = assemble(`(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "sub/link")
  (func $say (param $fd i32) (param $at i32) (param $size i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $size))
    (drop (call $write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func $next (param $fd i32) (result i32)
    (i32.store (i32.const 0) (i32.const 1024))
    (i32.store (i32.const 4) (i32.const 100))
    (drop (call $read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.load (i32.const 8)))
  (func (export "_start") (local $size i32)
    (drop (call $args (i32.const 2048) (i32.const 2100)))
    (call $say (i32.const 1) (i32.const 2100) (i32.const 11))
    (drop (call $environ (i32.const 2048) (i32.const 2100)))
    (call $say (i32.const 1) (i32.const 2100) (i32.const 6))
    (drop (call $random (i32.const 2100) (i32.const 4)))
    (call $say (i32.const 1) (i32.const 2100) (i32.const 4))
    (drop (call $clock (i32.const 0) (i64.const 0) (i32.const 2100)))
    (call $say (i32.const 1) (i32.const 2100) (i32.const 8))
    (drop (call $open (i32.const 3) (i32.const 1) (i32.const 64) (i32.const 8) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32)))
    (call $say (i32.const 1) (i32.const 1024) (call $next (i32.load (i32.const 32))))
    (loop $more
      (local.set $size (call $next (i32.const 0)))
      (call $say (i32.const 1) (i32.const 1024) (local.get $size))
      (call $say (i32.const 2) (i32.const 1024) (local.get $size))
      (br_if $more (local.get $size)))
    (call $exit (i32.const 3))))`);
