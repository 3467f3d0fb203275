#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| trolley_harness::fuzzing::router(data));
