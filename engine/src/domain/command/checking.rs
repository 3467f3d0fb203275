//! What is to be so of a product before its units go into a cart.

/// What is to be so of the options that a product requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequiredOptions {
    /// Nothing.
    Skip,
    /// They must be given and not be empty.
    Check,
    /// There must be none: a product that requires any is not for who asks, neither to be added nor to be changed.
    Bar,
}
