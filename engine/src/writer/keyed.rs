//! Submissions with an idempotency key: looked up before they are applied, and their answer written with what they do.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::batch::Changes;
use crate::domain::access::{may_reach, may_reach_order};
use crate::domain::apply::Notices;
use crate::domain::cart::Cart;
use crate::domain::id::{CartId, OrderId};
use crate::domain::order::Order;
use crate::engine::keyed::{
    ANSWERS_BYTES_MAX, Answer, KEY_LIFE_MS, KEYS_MAX, Keyed, Transcribe, Transcript, VERBATIM_BYTES_MAX,
    Viewed,
};
use crate::engine::{Receipt, Submission, viewing};
use crate::error::{Error, StoreError};
use crate::store::answers::{self, AnswerBody, NewAnswer, Remade, Room};
use crate::store::tables::WriteTables;
use crate::store::{Store, carts, orders};

const ROOM: Room = Room { answers_max: KEYS_MAX, bytes_max: ANSWERS_BYTES_MAX, life_ms: KEY_LIFE_MS };

/// Keeps an answer in a transaction of its own.
pub(super) fn keep_alone(store: &Store, answer: NewAnswer) -> Result<(), Arc<StoreError>> {
    let transaction = store.begin_write()?;
    let reckoning = store.reckon();
    let answer = NewAnswer { at: reckoning.present(answer.at), ..answer };
    answers::keep(&mut WriteTables::new(&transaction, reckoning), ROOM, answer)?;
    Ok(transaction.commit().map_err(StoreError::from)?)
}

impl Changes<'_> {
    /// Answers a submission as it was answered before; else applies it, and keeps what it is answered.
    pub(super) fn keyed(
        &mut self,
        submission: &Submission,
        keyed: Keyed,
    ) -> Result<Result<Answer, Error>, Arc<StoreError>> {
        let Keyed { key, fingerprint, transcribe } = keyed;
        let at = self.given_at(submission);
        match unless_failed(answers::find(&self.tables, ROOM, key, at).map_err(Error::from))? {
            Ok(Some(kept)) if kept.fingerprint != fingerprint => return Ok(Err(Error::KeyReused)),
            Ok(Some(kept)) => return self.replay(submission, kept.body, transcribe),
            Ok(None) => {}
            Err(damaged) => return Ok(Err(damaged)),
        }
        let result = self.submission(submission)?;
        let is_done = result.is_ok();
        let (result, remade) = match result {
            Ok(receipt) => {
                let remade = remade(&receipt);
                (self.viewed(submission, receipt)?, remade)
            }
            Err(Error::Store(fault)) => return Ok(Err(Error::Store(fault))),
            Err(refusal) => (Err(refusal), None),
        };
        let is_shown = result.is_ok();
        let Transcript { bytes, is_kept } = transcript(transcribe, result);
        if is_done || is_kept {
            let body = match remade {
                Some(remade) if is_shown && VERBATIM_BYTES_MAX < bytes.len() => AnswerBody::Remade(remade),
                Some(_) | None => AnswerBody::Verbatim(bytes.clone()),
            };
            self.keep(NewAnswer { key, fingerprint, at, body })?;
        }
        Ok(Ok(Answer { bytes, is_replay: false }))
    }

    fn keep(&mut self, answer: NewAnswer) -> Result<(), Arc<StoreError>> {
        if self.is_void {
            self.left_over = Some(answer);
        } else {
            answers::keep(&mut self.tables, ROOM, answer)?;
            self.is_changed = true;
        }
        Ok(())
    }

    fn replay(
        &self,
        submission: &Submission,
        body: AnswerBody,
        transcribe: Transcribe,
    ) -> Result<Result<Answer, Error>, Arc<StoreError>> {
        let remade = match body {
            AnswerBody::Verbatim(bytes) => return Ok(Ok(Answer { bytes, is_replay: true })),
            AnswerBody::Remade(remade) => remade,
        };
        let viewed = match unless_failed(self.present(submission, remade))? {
            Ok(receipt) => self.viewed(submission, receipt)?,
            Err(Error::Store(damaged)) => return Ok(Err(Error::Store(damaged))),
            Err(gone) => Err(gone),
        };
        let Transcript { bytes, is_kept: _ } = transcript(transcribe, viewed);
        Ok(Ok(Answer { bytes, is_replay: true }))
    }

    /// What a receipt would say now of what was done; a refusal where that is gone, or whoever asks again may not see it now.
    fn present(&self, submission: &Submission, remade: Remade) -> Result<Receipt, Error> {
        let Remade { cart, order, outcomes } = remade;
        let order = order.map(|order| self.present_order(submission, order)).transpose()?;
        let cart = match cart.map(|cart| self.present_cart(submission, cart)).transpose() {
            // The order is what was asked for, and outlives its cart.
            Err(Error::CartNotFound { .. } | Error::CartExpired { .. }) if order.is_some() => None,
            cart => cart?,
        };
        Ok(Receipt { cart, order, outcomes, notices: Notices::default() })
    }

    fn present_cart(&self, submission: &Submission, id: CartId) -> Result<Arc<Cart>, Error> {
        let found = carts::find(&self.tables, &id)?.map(|stored| stored.cart);
        match found.filter(|cart| may_reach(&submission.principal, &id, Some(cart.as_ref()))) {
            Some(cart) if cart.is_expired(self.given_at(submission)) => Err(Error::CartExpired { cart: id }),
            Some(cart) => Ok(cart),
            None => Err(Error::CartNotFound { cart: id }),
        }
    }

    fn present_order(&self, submission: &Submission, id: OrderId) -> Result<Order, Error> {
        let found = orders::find(&self.tables, &id)?.map(|stored| stored.order);
        let found = found.filter(|order| may_reach_order(&submission.principal, order));
        found.ok_or(Error::OrderNotFound { order: id })
    }

    /// The receipt with the cart as it is shown; the failure where something that is shown cannot be read.
    fn viewed(
        &self,
        submission: &Submission,
        receipt: Receipt,
    ) -> Result<Result<Viewed, Error>, Arc<StoreError>> {
        unless_failed(viewing::viewed(
            &self.tables,
            &self.standing.promotions,
            receipt,
            self.given_at(submission),
        ))
    }
}

/// The result, unless the store failed. One damaged record is the trouble of those who ask for it.
fn unless_failed<T>(result: Result<T, Error>) -> Result<Result<T, Error>, Arc<StoreError>> {
    match result {
        Err(Error::Store(fault)) if !matches!(*fault, StoreError::Record { .. }) => Err(fault),
        result => Ok(result),
    }
}

fn transcript(transcribe: Transcribe, result: Result<Viewed, Error>) -> Transcript {
    catch_unwind(AssertUnwindSafe(|| transcribe(result))).unwrap_or_else(|_| {
        tracing::error!("who makes an answer panicked");
        Transcript { bytes: Vec::new(), is_kept: false }
    })
}

/// What a large answer is made of again; none where it cannot be.
fn remade(receipt: &Receipt) -> Option<Remade> {
    let Receipt { cart, order, outcomes, notices: _ } = receipt;
    if cart.is_none() && order.is_none() || !outcomes.iter().all(answers::can_have) {
        return None;
    }
    Some(Remade {
        cart: cart.as_ref().map(|cart| cart.id.clone()),
        order: order.as_ref().map(|order| order.id.clone()),
        outcomes: outcomes.clone(),
    })
}
