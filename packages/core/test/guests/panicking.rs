//! A guest that panics, through an ABI that lets it out and through one that does not.

#[no_mangle]
pub extern "C-unwind" fn panicking(kind: i32) -> i32 {
    match kind {
        0 => panic!("a literal"),
        1 => panic!("formatted {}", kind + 41),
        2 => std::hint::black_box(vec![1, 2, 3])[kind as usize + 7],
        3 => std::hint::black_box(None::<i32>).unwrap(),
        4 => std::panic::panic_any(42_u64),
        _ => 5,
    }
}

#[no_mangle]
pub extern "C" fn aborting(kind: i32) -> i32 {
    panicking(kind)
}

/// Else std writes a whole back trace from the second panic on: nobody tells it that the first one was caught.
#[no_mangle]
pub extern "C" fn silence() {
    std::panic::set_hook(Box::new(|_| {}));
}
