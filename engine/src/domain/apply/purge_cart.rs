//! Taking away a cart that ceased to exist long ago.

use super::{Change, Outcome, Write};
use crate::domain::command::changing::PurgeCart;
use crate::domain::facts::Facts;

/// Whoever asks: what has ended is nobody's any more.
pub(super) fn apply(facts: &Facts, command: &PurgeCart) -> Change {
    let ended =
        facts.cart.as_deref().filter(|cart| cart.has_been_expired_for(command.expired_for_ms, facts.now));
    let write = if ended.is_some() { Write::Delete } else { Write::Nothing };
    let outcome = Outcome::Deleted { was_there: ended.is_some() };
    Change { write, ..Change::nothing(outcome) }
}
