//! What the targets share.

/// Changes a story as such, or, every other time and where it is none, its bytes. The length afterwards.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let story = (seed % 2 == 0).then(|| trolley_harness::fuzzing::mutate(&data[..size], u64::from(seed)));
    match story.flatten() {
        Some(changed) if changed.len() <= max_size => {
            data[..changed.len()].copy_from_slice(&changed);
            changed.len()
        }
        _ => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    }
}
