//! The work that is the same for every peer: which carts there are, and what is added to which.

/// Carts of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Work {
    /// How many carts there are.
    pub(crate) carts: u64,
    /// How many lines each has, of one unit in the beginning.
    pub(crate) lines: usize,
}

/// One unit more of one line of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Add {
    /// The cart's number, from 0.
    pub(crate) cart: u64,
    /// The line's place in the cart, from 0.
    pub(crate) line: usize,
}

impl Work {
    /// How many units all carts hold before anything is added.
    pub(crate) const fn units(self) -> u64 {
        self.carts * self.lines as u64
    }
}

/// Which adds a caller makes: of any line of any of its carts. No two callers have a cart in common, so that a peer that
/// can only set a quantity loses nothing.
#[derive(Debug)]
pub(crate) struct Choices {
    work: Work,
    caller: u64,
    callers: u64,
    state: u64,
}

impl Choices {
    /// Those of one of so many callers. The same in every run with the same seed.
    pub(crate) const fn new(work: Work, caller: u64, callers: u64, seed: u64) -> Self {
        Self { work, caller, callers, state: scattered(seed ^ scattered(caller)) }
    }

    /// The next one.
    pub(crate) const fn next(&mut self) -> Add {
        self.state = self.state.wrapping_add(1);
        let random = scattered(self.state);
        let own = self.work.carts.saturating_sub(self.caller).div_ceil(self.callers);
        let cart = match own {
            // More callers than carts: the caller shares the last one.
            0 => self.work.carts - 1,
            own => self.caller + (random >> 16) % own * self.callers,
        };
        Add { cart, line: (random % self.work.lines as u64) as usize }
    }
}

/// A number that looks random, another one for each (the finalizer of splitmix64).
pub(crate) const fn scattered(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests;
