#![no_main]

use std::sync::Once;

static QUIET: Once = Once::new();

// A panic that is caught where a store is opened is as good as an error. libFuzzer takes each for a crash as soon as it
// begins, so that one that is not caught is made one here.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    if let Err(panic) = std::panic::catch_unwind(|| trolley_harness::fuzzing::opening(data)) {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        eprintln!("panicked: {:?}", said.or_else(|| panic.downcast_ref::<&str>().copied()));
        std::process::abort();
    }
});
