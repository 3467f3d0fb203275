//! Answers to submissions with an idempotency key.

use super::AT;
use crate::domain::apply::{AddedLine, Outcome};
use crate::domain::id::{CartId, LineId, OrderId};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::store::answers::{AnswerBody, Remade, StoredAnswer};

pub(crate) const KEY: IdempotencyKey = IdempotencyKey([0xab; 32]);

fn stored(sequence: u64, body: AnswerBody) -> StoredAnswer {
    StoredAnswer { fingerprint: Fingerprint([0xcd; 32]), at: AT, sequence, body }
}

pub(crate) fn verbatim() -> StoredAnswer {
    stored(1, AnswerBody::Verbatim(b"HTTP".to_vec()))
}

fn line(id: &str) -> LineId {
    LineId::new(id).unwrap()
}

/// With all that lines have.
pub(crate) fn remade() -> StoredAnswer {
    let added = |index, id: &str, is_new| AddedLine { index, line: line(id), is_new };
    let outcomes = vec![
        Outcome::Added { lines: vec![added(0, "l1", true), added(300, "l2", false)], refusals: vec![] },
        Outcome::Updated { line: line("l1") },
        Outcome::Removed { lines: vec![line("l3"), line("l4")] },
        Outcome::LinesChanged { refusals: vec![] },
        Outcome::Copied { lines: vec![added(1, "l5", true)], refusals: vec![] },
    ];
    let cart = Some(CartId::new("c").unwrap());
    stored(300, AnswerBody::Remade(Remade { cart, order: None, outcomes }))
}

/// With an order.
pub(crate) fn remade_order() -> StoredAnswer {
    let outcomes = vec![Outcome::CheckedOut { is_new: true }];
    let order = Some(OrderId::new("order").unwrap());
    stored(70_000, AnswerBody::Remade(Remade { cart: None, order, outcomes }))
}
