//! A guest that lets a Rust panic out, through an ABI that allows it.

#[no_mangle]
pub extern "C-unwind" fn rust_panic() -> i32 {
    panic!("let out")
}
