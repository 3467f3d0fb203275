//! Numbers by chance that are the same in every run.

/// A source of numbers that depend on nothing but where it began.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A source that begins here.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to less than `bound`, which is more than 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // SplitMix64, which passes the usual tests and needs but one word.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}
