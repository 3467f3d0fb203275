//! One transaction: the commands of a batch, each on what those before it left, and one flush.

use std::sync::Arc;

use super::growth::may_grow;
use super::job::{Job, Told};
use super::keyed;
use crate::domain::apply::parking::ParkedChange;
use crate::domain::apply::{Change, Notices, OrderWrite, SourceChange, Write, apply};
use crate::domain::cart::Cart;
use crate::domain::command::Command;
use crate::domain::time::Timestamp;
use crate::engine::{Receipt, Submission};
use crate::epochs::{Epochs, Touched};
use crate::error::{Error, StoreError};
use crate::store::Store;
use crate::store::answers::NewAnswer;
use crate::store::at_hand::WriterHand;
use crate::store::facts::{self, Asker};
use crate::store::standing::Standing;
use crate::store::tables::{Tables as _, WriteTables};

/// What a command has changed, and the cart that was taken out of it.
type Applied = (Change, Option<Arc<Cart>>);

/// What became of a batch that is flushed.
pub(super) struct Committed {
    /// What each job is answered, in their order.
    pub(super) results: Vec<Result<Told, Error>>,
    /// The settings and promotions afterwards.
    pub(super) standing: Standing,
    /// Whether something was stored.
    pub(super) is_stored: bool,
    /// Whether something was stored that may have made the store larger.
    pub(super) has_grown: bool,
}

/// Applies and flushes all jobs as one transaction. A job of several commands or an import must be the only one. Where the
/// disk `is_full`, those are refused that may make the store larger.
///
/// # Errors
///
/// Where the store failed: none of the jobs may be taken for done.
pub(super) fn commit(
    (store, hand, epochs): (&Store, &WriterHand, &Epochs),
    standing: Standing,
    batch: &mut [Job],
    is_full: bool,
) -> Result<Committed, Arc<StoreError>> {
    debug_assert!(batch.len() == 1 || !batch.iter().any(Job::is_alone));
    let before = standing.clone();
    let transaction = store.begin_write()?;
    let reckoning = store.reckon();
    hand.begin(reckoning);
    let mut results = Vec::with_capacity(batch.len());
    let (standing, is_stored, left_over, touched) = {
        let tables = WriteTables::at_hand(&transaction, reckoning, hand);
        let mut changes = Changes { is_full, ..Changes::new(tables, standing, 1 < batch.len()) };
        for job in batch {
            results.push(match job.keyed.take() {
                Some(keyed) => changes.keyed(&job.submission, keyed)?.map(Told::Answer),
                None => changes.submission(&job.submission)?.map(Told::Receipt),
            });
        }
        let Changes { standing, is_changed, is_void, left_over, touched, .. } = changes;
        (standing, is_changed && !is_void, left_over, touched)
    };
    if is_stored {
        store.keep_time(&transaction)?;
        hand.commit();
        epochs.begin(&touched);
        transaction.commit().map_err(StoreError::from)?;
        hand.committed();
        return Ok(Committed { results, standing, is_stored, has_grown: !is_full });
    }
    transaction.abort().map_err(StoreError::from)?;
    hand.aborted();
    let is_stored = left_over.is_some();
    if let Some(answer) = left_over {
        keyed::keep_alone(store, answer)?;
    }
    Ok(Committed { results, standing: before, is_stored, has_grown: false })
}

/// The changes of a transaction so far.
pub(super) struct Changes<'t> {
    pub(super) tables: WriteTables<'t>,
    pub(super) standing: Standing,
    /// Whether there is something to commit.
    pub(super) is_changed: bool,
    /// What has changed of what looks at carts go by.
    pub(super) touched: Touched,
    /// Whether the only submission was refused, so that what it has written before that must go.
    pub(super) is_void: bool,
    /// Whether several submissions are in it, so that a refusal must have written nothing.
    pub(super) is_shared: bool,
    /// Whether what may make the store larger is refused.
    pub(super) is_full: bool,
    /// The answer to be kept when all else is gone.
    pub(super) left_over: Option<NewAnswer>,
}

impl<'t> Changes<'t> {
    /// None yet, on these settings and promotions.
    pub(super) const fn new(tables: WriteTables<'t>, standing: Standing, is_shared: bool) -> Self {
        Self {
            tables,
            standing,
            is_changed: false,
            touched: Touched::nothing(),
            is_void: false,
            is_shared,
            is_full: false,
            left_over: None,
        }
    }

    /// When the submission was given, as the clock goes now.
    pub(super) fn given_at(&self, submission: &Submission) -> Timestamp {
        self.tables.reckoning().present(submission.at)
    }

    /// Applies one submission; one that is refused leaves nothing behind.
    pub(super) fn submission(
        &mut self,
        submission: &Submission,
    ) -> Result<Result<Receipt, Error>, Arc<StoreError>> {
        let result = if self.is_full && may_grow(submission) {
            Err(Error::StorageFull)
        } else {
            self.commands(submission)?
        };
        self.is_void |= result.is_err() && !self.is_shared;
        Ok(result)
    }

    /// Applies the commands of one submission in order, up to the first that is refused.
    fn commands(&mut self, submission: &Submission) -> Result<Result<Receipt, Error>, Arc<StoreError>> {
        let line_ids = &submission.line_ids;
        let at = self.given_at(submission);
        let asker = Asker {
            at,
            clock_moved_ms: at.as_millis().saturating_sub(submission.at.as_millis()),
            principal: &submission.principal,
            new_line: &|| line_ids.source.next(line_ids.form),
        };
        let (mut cart, mut order, mut notices) = (None, None, Notices::default());
        let mut outcomes = Vec::with_capacity(submission.commands.len());
        for command in &submission.commands {
            match self.command(asker, command)? {
                Ok((change, its_cart)) => {
                    (cart, notices) = (its_cart, change.notices);
                    order = change.order.or(order);
                    outcomes.push(change.outcome);
                }
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Ok(Ok(Receipt { cart, order, outcomes, notices }))
    }

    /// Notes what has changed: a cart that is written anew by itself, or else all that there is.
    fn touch(&mut self, command: &Command, change: &Change, cart: Option<&Cart>) {
        match cart {
            Some(cart) if !is_change_beside(command, change) => self.touched.add(&cart.id),
            Some(_) | None => self.touched.add_all(),
        }
    }

    /// Applies a command, and gives what it has changed and its cart.
    fn command(
        &mut self,
        asker: Asker<'_>,
        command: &Command,
    ) -> Result<Result<Applied, Error>, Arc<StoreError>> {
        let loaded = match facts::load(&self.tables, &self.standing, asker, command) {
            Ok(loaded) => loaded,
            // One damaged record is the trouble of those who ask for it. The command has written nothing.
            Err(fault @ StoreError::Record { .. }) => return Ok(Err(fault.into())),
            Err(fault) => return Err(Arc::new(fault)),
        };
        let mut change = match apply(&loaded.facts, command) {
            Ok(change) => change,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let cart = change.cart.take().map(Arc::new);
        match facts::save(&mut self.tables, &loaded, command, (&change, cart.as_ref())) {
            Ok(()) => {}
            Err(Error::Store(fault)) if self.is_shared || !matches!(*fault, StoreError::Record { .. }) => {
                return Err(fault);
            }
            // What it has written goes with the transaction, which is its own.
            Err(refusal) => {
                debug_assert!(!self.is_shared);
                return Ok(Err(refusal));
            }
        }
        if is_change(command, &change) {
            self.is_changed = true;
            self.touch(command, &change, cart.as_deref());
        }
        if let Some(key) = &change.key {
            self.standing.keys = Arc::new(self.standing.keys.with(key.clone()));
        }
        if matches!(command, Command::Import(_)) {
            match Standing::load(&self.tables) {
                Ok(standing) => self.standing = standing,
                Err(fault @ StoreError::Record { .. }) => {
                    debug_assert!(!self.is_shared);
                    return Ok(Err(fault.into()));
                }
                Err(fault) => return Err(Arc::new(fault)),
            }
        }
        Ok(Ok((change, cart)))
    }
}

fn is_change(command: &Command, change: &Change) -> bool {
    change.write != Write::Nothing || is_change_beside(command, change)
}

/// Whether something else than the command's own cart is changed.
fn is_change_beside(command: &Command, change: &Change) -> bool {
    let is_source_changed = match change.source {
        SourceChange::Nothing => false,
        SourceChange::Update(_) | SourceChange::Delete => true,
    };
    matches!(command, Command::Import(_))
        || is_source_changed
        || change.order_write != OrderWrite::Nothing
        || change.parked != ParkedChange::Nothing
        || change.key.is_some()
        || !change.products.is_empty()
        || !change.used_codes.is_empty()
}
