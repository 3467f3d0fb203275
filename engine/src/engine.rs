//! The engine: commands in, receipts out.

pub mod keyed;
pub mod purging;
mod archive;
pub mod digest;
pub mod check;
pub mod backup;
pub mod backups;
pub mod restore;
pub mod compact;
pub mod health;
pub mod recover;
mod looking;
pub mod searching;
pub mod trying;
pub(crate) mod viewing;
mod parked;

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, RwLock};

use self::recover::Recovered;
use crate::domain::access::Principal;
use crate::domain::apply::{Notices, Outcome};
use crate::domain::cart::Cart;
use crate::domain::command::Command;
use crate::domain::order::Order;
use crate::domain::time::Timestamp;
use crate::env::{IdForm, Ids, SystemIds};
use crate::epochs::Epochs;
use crate::error::{Error, StoreError};
use crate::options::Options;
use crate::store::Store;
use crate::store::standing::Standing;
use crate::writer::condition::Condition;
use crate::writer::{Job, SharedStanding, Writer};

/// One or several commands on somebody's behalf, applied in order as one: the first refusal undoes all.
#[derive(Debug, Clone)]
pub struct Submission {
    /// When the commands were given. In one cart time does not go back, whatever stands here.
    pub at: Timestamp,
    /// On whose behalf.
    pub principal: Principal,
    /// What to do; at least one.
    pub commands: Vec<Command>,
    /// Where lines that no command names, such as gifts and copies, have their identifiers from.
    pub line_ids: LineIds,
}

impl Submission {
    /// These commands, with lines that no command names having random identifiers.
    #[must_use]
    pub fn new(at: Timestamp, principal: Principal, commands: Vec<Command>) -> Self {
        let line_ids = LineIds { source: Arc::new(SystemIds::new()), form: IdForm::Uuid };
        Self { at, principal, commands, line_ids }
    }
}

/// Where lines that no command names have their identifiers from.
#[derive(Debug, Clone)]
pub struct LineIds {
    /// Who makes them.
    pub source: Arc<dyn Ids>,
    /// What they look like.
    pub form: IdForm,
}

/// What came of a submission. By the time it is given, all of it is as durable as the profile makes it.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The last command's cart as it is afterwards; none where it is deleted or not there, and for an import.
    pub cart: Option<Arc<Cart>>,
    /// The last order that a command made or changed, or found to be its cart's already.
    pub order: Option<Order>,
    /// What came of each command, in order.
    pub outcomes: Vec<Outcome>,
    /// What came of the last command besides.
    pub notices: Notices,
}

/// Shopping carts in one file on disk, or in memory. Made to be shared between threads, in an [`Arc`].
///
/// Changes are made by one thread of the engine's, in the order in which they were submitted; it flushes all that waits
/// at once, and answers after that. Looks at carts never wait for it.
///
/// Dropping an engine lets it finish what was submitted; [`Engine::close`] also says whether that went well.
///
/// # Examples
///
/// ```
/// use trolley_engine::domain::cart::Expiry;
/// use trolley_engine::domain::catalog::Product;
/// use trolley_engine::domain::command::import::Import;
/// use trolley_engine::domain::command::{AddLine, AddLines, Checks, NewCart, OnAbsent, ProductRef};
/// use trolley_engine::domain::id::{CartId, LineId, ProductId, Sku};
/// use trolley_engine::domain::money::{Currency, UnitPrice};
/// use trolley_engine::{Command, Engine, Options, Principal, Profile, Quantity, Submission, Timestamp};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// let engine = Engine::open(&folder.path().join("carts.redb"), Options::new(Profile::Durable))?;
/// let now = Timestamp::from_millis(1_767_603_600_000);
/// let submit = |command| {
///     engine.submit(Submission::new(now, Principal::Server, vec![command]))
/// };
///
/// let mug = Product {
///     prices: [(Currency::USD, UnitPrice { minor_units: 950, includes_tax: false })].into(),
///     ..Product::new(ProductId::new("mug")?, Sku::new("MUG-1")?, "A mug".to_owned(), now)
/// };
/// submit(Command::Import(Box::new(Import { products: vec![mug], ..Import::default() })))?;
///
/// let one_mug = AddLine {
///     checks: Checks::ALL,
///     ..AddLine::new(LineId::new("line-1")?, ProductRef::Sku(Sku::new("MUG-1")?), Quantity::ONE)
/// };
/// let on_absent = OnAbsent::Create(NewCart::new(Expiry::Never));
/// let add = Command::AddLines(AddLines::new(CartId::new("guest_1")?, on_absent, vec![one_mug]));
/// submit(add.clone())?;
/// submit(add)?;
///
/// let cart = engine.find_cart(&CartId::new("guest_1")?, &Principal::Guest, now)?.ok_or("no cart")?;
/// assert_eq!(cart.cart.lines.len(), 1);
/// assert_eq!(cart.cart.lines[0].quantity.units(), 2);
/// assert_eq!(cart.priced.total, 1_900);
/// engine.close()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Engine {
    // Before the store, so that it has finished when the store is closed.
    writer: Writer,
    store: Arc<Store>,
    standing: SharedStanding,
    condition: Condition,
    epochs: Arc<Epochs>,
    recovered: Option<Recovered>,
}

impl Engine {
    /// Opens the store in this file, and makes it where there is no file.
    ///
    /// A file that is another program's or a newer version's is left as it is, to the byte.
    ///
    /// # Errors
    ///
    /// - [`StoreError::InUse`] where another process, or this one, has it open.
    /// - [`StoreError::NotAStore`] where it is something else, an empty file included.
    /// - [`StoreError::TooNew`] where a newer version made it.
    /// - [`StoreError::Damaged`] where it is not as it was written.
    /// - [`StoreError::Io`] where the operating system refuses, and where the profile keeps no file.
    pub fn open(path: &Path, options: Options) -> Result<Self, StoreError> {
        Self::start(Store::open(path, &options)?, options)
    }

    /// A new engine that keeps nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Storage`] where there is no memory or no thread.
    pub fn in_memory(options: Options) -> Result<Self, StoreError> {
        Self::start(Store::in_memory(&options)?, options)
    }

    /// An engine on a storage of the caller's, for tests of what happens when a storage fails. An empty one gets a new
    /// store, which is not proof against a power cut before this has returned.
    ///
    /// # Errors
    ///
    /// As for [`Engine::open`].
    pub fn with_backend(backend: impl redb::StorageBackend, options: Options) -> Result<Self, StoreError> {
        Self::start(Store::on_backend(backend, &options)?, options)
    }

    fn start(store: Store, options: Options) -> Result<Self, StoreError> {
        let store = Arc::new(store);
        let standing = Arc::new(RwLock::new(Standing::load(&store.read()?)?));
        let condition = Condition::new(&options.clock);
        let epochs = Arc::new(Epochs::new());
        let writer = Writer::start(&store, (&standing, &epochs), &condition, options)
            .map_err(|error| StoreError::Storage(Box::new(error)))?;
        Ok(Self { writer, store, standing, condition, epochs, recovered: None })
    }

    /// Makes a change, and waits until it is as durable as the profile makes it. Not to be called from an answer of
    /// [`Engine::submit_with`], which would wait for itself.
    ///
    /// # Errors
    ///
    /// The first refusal, which undoes all of the submission; [`Error::Overloaded`] where too many wait;
    /// [`Error::Recovering`] while the store is opened anew after a failure, and [`Error::Stopped`] where that has not
    /// helped; [`Error::StorageFull`] where the disk has no room for it; [`Error::Store`] where this submission met the
    /// failure: whether it is stored is not known.
    pub fn submit(&self, submission: Submission) -> Result<Receipt, Error> {
        let (answer, answered) = sync_channel(1);
        self.submit_with(submission, move |result| {
            // Nobody can have stopped waiting.
            answer.send(result).ok();
        });
        answered.recv().unwrap_or(Err(Error::Stopped))
    }

    /// Makes a change without waiting for it: `done` is called once, with what [`Engine::submit`] gives. A refusal for
    /// want of a place in the queue comes at once on the caller's thread, all else on the engine's, which must not be
    /// kept: whatever waits, waits for `done`.
    pub fn submit_with(
        &self,
        submission: Submission,
        done: impl FnOnce(Result<Receipt, Error>) + Send + 'static,
    ) {
        self.writer.submit(Job::new(submission, done));
    }

    /// Finishes what was submitted, and closes the store, so that the next start need not look for damage.
    ///
    /// # Errors
    ///
    /// [`StoreError::Storage`] where the store fails, or has failed before.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { mut writer, store, .. } = self;
        writer.stop();
        match Arc::into_inner(store) {
            Some(store) => store.close(),
            // Only a writer that closes its own engine still has it, and it closes it when it ends.
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
