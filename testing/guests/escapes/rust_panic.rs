//! A guest that lets a Rust panic out, through an ABI that allows it.

#[no_mangle]
pub extern "C-unwind" fn rust_panic() -> i32 {
    std::panic::set_hook(Box::new(|_| {})); // no back trace: std takes its time for one of the whole host
    panic!("let out")
}
