//! How large the large benchmarks are.

/// The environment variable that asks for the full sizes, whatever its value.
pub const FULL: &str = "TROLLEY_BENCH_FULL";

/// How large the large benchmarks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Each is done once, to see that it works.
    Test,
    /// Some seconds each.
    Ordinary,
    /// A million of everything: minutes, and gigabytes of disk.
    Full,
}

impl Scale {
    /// What the command line and the environment ask for.
    #[must_use]
    pub fn asked() -> Self {
        match std::env::args().any(|argument| argument == "--test") {
            true => Self::Test,
            false if std::env::var_os(FULL).is_some() => Self::Full,
            false => Self::Ordinary,
        }
    }

    /// How many carts stores have.
    #[must_use]
    pub const fn carts(self) -> &'static [usize] {
        match self {
            Self::Test => &[100],
            Self::Ordinary => &[1_000, 10_000, 100_000],
            Self::Full => &[1_000, 10_000, 100_000, 1_000_000],
        }
    }

    /// How many products an import brings.
    #[must_use]
    pub const fn products(self) -> usize {
        match self {
            Self::Test => 100,
            Self::Ordinary => 100_000,
            Self::Full => 1_000_000,
        }
    }
}
