//! What callers ask for, again and again.

/// Of so many requests of [`Operation::Mixed`] one adds, and the others read.
pub(crate) const MIXED_ONE_OF: u64 = 4;

/// What is done with carts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Operation {
    /// Adds a unit of a line to a cart.
    Add,
    /// Reads a cart.
    Read,
    /// Reads three times as often as it adds.
    Mixed,
}

impl Operation {
    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Read => "read",
            Self::Mixed => "mixed",
        }
    }
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It adds a unit.
    Add,
    /// It changes nothing that is counted.
    Other,
}

/// A request that is sent again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shot {
    /// The request.
    pub(crate) request: Vec<u8>,
    /// The body that its answer must have, where that is known.
    pub(crate) expected: Option<Vec<u8>>,
}

/// What callers ask for: one of the adds, or one of the others, each as likely as the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Work {
    /// Requests that add a unit.
    pub(crate) adds: Vec<Shot>,
    /// Requests that change nothing that is counted.
    pub(crate) others: Vec<Shot>,
}

impl Work {
    /// The next request; none where there are none at all.
    pub(crate) fn next(&self, dice: &mut Dice) -> Option<(Kind, &Shot)> {
        let adds = match (self.adds.is_empty(), self.others.is_empty()) {
            (false, false) => dice.below(MIXED_ONE_OF) == 0,
            (no_adds, _) => !no_adds,
        };
        let (kind, shots) = if adds { (Kind::Add, &self.adds) } else { (Kind::Other, &self.others) };
        let place = usize::try_from(dice.below(shots.len() as u64)).unwrap_or_default();
        shots.get(place).map(|shot| (kind, shot))
    }
}

/// What looks like chance, the same in each run: nothing that is secret hangs on it.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice of the caller of this number.
    pub(crate) const fn new(caller: usize) -> Self {
        // Any number but 0 begins the sequence, and this one spreads the callers over it.
        Self((caller as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// The next number below this; 0 below 0.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let wide = u128::from(self.0) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
