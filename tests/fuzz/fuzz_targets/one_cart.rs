#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| trolley_harness::fuzzing::one_cart(data));

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    trolley_fuzz::mutate(data, size, max_size, seed)
});
