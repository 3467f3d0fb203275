//! What was answered to a submission with an idempotency key, first stored in version 3. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

/// What was answered, and to what.
#[derive(Encode, BorrowDecode)]
pub(crate) struct Answer<'a> {
    /// The digest of what was asked for.
    pub(crate) fingerprint: [u8; 32],
    /// When it was asked for.
    pub(crate) at_ms: i64,
    /// Where it stands in the order of answers.
    pub(crate) sequence: u64,
    /// The answer.
    pub(crate) body: Body<'a>,
}

/// The answer itself.
#[derive(Encode, BorrowDecode)]
pub(crate) enum Body<'a> {
    /// These bytes.
    Verbatim(&'a [u8]),
    /// What it is made of again.
    Remade { cart: Option<&'a str>, order: Option<&'a str>, outcomes: Vec<Outcome<'a>> },
}

/// What came of a command, as far as an answer can be made again of it.
#[derive(Encode, BorrowDecode)]
pub(crate) enum Outcome<'a> {
    /// Units were added to these lines.
    Added(Vec<AddedLine<'a>>),
    /// This line was changed.
    Updated(&'a str),
    /// These lines were taken out.
    Removed(Vec<&'a str>),
    /// Lines were changed.
    LinesChanged,
    /// Lines were copied, and these took their units.
    Copied(Vec<AddedLine<'a>>),
    /// The cart has an order; whether it was a new one.
    CheckedOut { is_new: bool },
}

/// A line that took units.
#[derive(Encode, BorrowDecode)]
pub(crate) struct AddedLine<'a> {
    /// The place in the command, from 0.
    pub(crate) index: u64,
    /// The line.
    pub(crate) line: &'a str,
    /// Whether it was new.
    pub(crate) is_new: bool,
}
