//! Entering a code and taking one away.

use crate::domain::id::CartId;

/// Enters a code that is to take effect at once: it is refused where it would take nothing off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterCode {
    /// The cart.
    pub cart: CartId,
    /// The code.
    pub code: String,
    /// How the code is spelled.
    pub spelling: Spelling,
}

/// Takes away a code that a shopper has entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveCode {
    /// The cart.
    pub cart: CartId,
    /// The code.
    pub code: String,
    /// How the code is spelled.
    pub spelling: Spelling,
    /// Whether the cart's own discounts of this code are meant too.
    pub takes_discounts: bool,
}

/// How a caller spells a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As it is written.
    Exact,
    /// In upper or lower case. What is written exactly so goes first.
    AnyCase,
}

impl Spelling {
    /// Whether `asked` means the code that is written so.
    #[must_use]
    pub fn is(self, asked: &str, written: &str) -> bool {
        match self {
            Self::Exact => asked == written,
            Self::AnyCase => asked == written || folded(asked) == folded(written),
        }
    }
}

/// A code without regard to upper and lower case.
pub(crate) fn folded(code: &str) -> String {
    code.to_lowercase()
}
