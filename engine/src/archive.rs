//! Everything that a store keeps, as values: what an export is made of, and an import makes a store of.
//!
//! Indexes are not in it: they follow from what is.

use crate::domain::apply::AddedLine;
use crate::domain::cart::Cart;
use crate::domain::catalog::{Customer, Product, Settings};
use crate::domain::id::{CartId, LineId, OrderId};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::domain::key::Key;
use crate::domain::order::Order;
use crate::domain::parked::Parked;
use crate::domain::promotion::Promotion;
use crate::domain::time::Timestamp;
use crate::store::meta;

/// The format of stores that this version writes, and the newest that it reads.
pub const FORMAT: u32 = meta::FORMAT;

/// One thing that a store keeps. Of [`Entry::Origin`], [`Entry::Settings`] and [`Entry::Counters`] a store has one each, and
/// of [`Entry::Clock`] at most one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Who made the store.
    Origin(Origin),
    /// How engine time stood when it was last stored.
    Clock(ClockEntry),
    /// What holds for the whole store.
    Settings(Box<Settings>),
    /// The last numbers that were given out.
    Counters(Counters),
    /// A product with its variants.
    Product(Box<Product>),
    /// A promotion.
    Promotion(Box<Promotion>),
    /// How many orders have used a code.
    CodeUses(CodeUses),
    /// A customer.
    Customer(Customer),
    /// A key, of which only the digest is known.
    Key(Key),
    /// A cart with its lines, expired ones included.
    Cart(CartEntry),
    /// An order.
    Order(OrderEntry),
    /// What was set aside of a cart.
    Parked(ParkedEntry),
    /// What was answered to a submission with an idempotency key.
    Answer(AnswerEntry),
}

/// What is said of an entry besides, where a damaged file was salvaged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether it was found in a page that is damaged, or to which nothing leads any more: it may be older than the last
    /// change, or deleted since.
    pub is_stray: bool,
    /// The lines whose custom inputs are lost: they are as if they had none.
    pub lines_without_inputs: Vec<LineId>,
}

/// What came of salvaging a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// How many entries were given out.
    pub entries: u64,
    /// Whether all that the file's roots lead to is as it was written, so that nothing is missing.
    pub is_whole: bool,
}

/// Who made a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The name and version of the program.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
}

/// How engine time stood when it was last stored: the lives of carts and of answers are counted in it. The moments of an
/// entry that are counted so are told in it, and not as the clock would show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockEntry {
    /// What the clock showed.
    pub wall: Timestamp,
    /// Engine time, as so many milliseconds more.
    pub offset_ms: i64,
}

/// The last numbers that a store has given out, 0 where none was: they are never given out again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// The last internal key of a cart.
    pub cart_key: u64,
    /// The last internal key of an order.
    pub order_key: u64,
    /// The last sequence of what was set aside.
    pub parked_sequence: u64,
    /// Whether an answer was ever kept, even if none is now.
    pub has_kept_answers: bool,
}

/// How many orders have used a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUses {
    /// The code.
    pub code: String,
    /// How many orders.
    pub uses: u64,
}

/// A cart as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartEntry {
    /// Its internal key, 1 or more: carts are in the order of theirs.
    pub key: u64,
    /// The cart. Its custom inputs are all loaded.
    pub cart: Cart,
}

/// An order as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEntry {
    /// Its internal key, 1 or more: orders are in the order of theirs.
    pub key: u64,
    /// The order.
    pub order: Order,
}

/// What was set aside of a cart, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedEntry {
    /// Its sequence, 1 or more: higher than that of all that was set aside before.
    pub sequence: u64,
    /// What was set aside.
    pub parked: Parked,
}

/// What was answered to a submission with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerEntry {
    /// The digest of the key.
    pub key: IdempotencyKey,
    /// The digest of what was asked for.
    pub fingerprint: Fingerprint,
    /// When it was asked for.
    pub at: Timestamp,
    /// Where it stands in the order of answers, 1 or more.
    pub sequence: u64,
    /// The answer.
    pub body: KeptBody,
}

/// The answer to a submission with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptBody {
    /// These bytes.
    Verbatim(Vec<u8>),
    /// What it is made of again.
    Remade {
        /// The cart.
        cart: Option<CartId>,
        /// The order.
        order: Option<OrderId>,
        /// What came of each command.
        outcomes: Vec<KeptOutcome>,
    },
}

/// What came of a command, as far as an answer is made again of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptOutcome {
    /// Units were added to these lines.
    Added(Vec<AddedLine>),
    /// Lines were copied, and these took their units.
    Copied(Vec<AddedLine>),
    /// This line was changed.
    Updated(LineId),
    /// These lines were taken out.
    Removed(Vec<LineId>),
    /// Lines were changed.
    LinesChanged,
    /// The cart has an order.
    CheckedOut {
        /// Whether it was a new one.
        is_new: bool,
    },
}

impl Entry {
    /// What it is, for messages: `cart guest_1`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Origin(_) => "origin".to_owned(),
            Self::Clock(_) => "clock".to_owned(),
            Self::Settings(_) => "settings".to_owned(),
            Self::Counters(_) => "counters".to_owned(),
            Self::Product(product) => format!("product {}", product.id),
            Self::Promotion(promotion) => format!("promotion {}", promotion.id),
            Self::CodeUses(uses) => format!("uses of code {}", uses.code),
            Self::Customer(customer) => format!("customer {}", customer.id),
            Self::Key(key) => format!("key {}...", key.hint),
            Self::Cart(entry) => format!("cart {}", entry.cart.id),
            Self::Order(entry) => format!("order {}", entry.order.id),
            Self::Parked(entry) => format!("parked cart {}", entry.parked.id),
            Self::Answer(entry) => format!("answer {}", entry.sequence),
        }
    }
}
