//! The engine itself, by its public interface.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;

use redb::{Builder, ReadableDatabase as _, ReadableTable as _, TableDefinition};
use tempfile::TempDir;
use trolley_engine::domain::cart::{CartStatus, Expiry};
use trolley_engine::domain::catalog::{Product, Stock};
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::command::{
    AddLine, AddLines, Checks, CreateCart, NewCart, OnAbsent, OnPresent, ProductRef,
};
use trolley_engine::domain::id::{CartId, InvalidId, LineId, ProductId, Sku};
use trolley_engine::domain::money::{Currency, UnitPrice};
use trolley_engine::env::{Clock as _, SystemClock};
use trolley_engine::{
    Command, Engine, Error as EngineError, Options, Principal, Profile, Quantity, StoreError, Submission,
    Timestamp,
};

use crate::error::PeerError;
use crate::peer::{Done, Making, Opened, Peer};
use crate::work::{Add, Work, scattered};

/// The engine's file in its folder.
pub(crate) const FILE: &str = "carts.redb";
/// How many products the catalog has: as many as a cart has lines at most.
const PRODUCTS: usize = 100;
/// What a shopper has noted on each line, which makes it about 160 bytes long.
const NOTE: &str = "Please wrap it as a present, with the blue ribbon";
/// How many carts may be under way while the store is filled: as many as its queue takes.
const UNDER_WAY_MAX: u64 = 512;

/// An engine with carts.
pub(crate) struct Trolley {
    engine: Engine,
    at: Timestamp,
    /// Whoever adds has these from what the request says, as whoever adds to a raw store has a number.
    carts: Vec<CartId>,
    products: Vec<ProductId>,
    line_ids: AtomicU64,
}

impl Trolley {
    /// Makes and fills it.
    pub(crate) fn open(making: Making<'_>, options: Options) -> Result<Opened, PeerError> {
        let settings = settings(&options);
        let mut trolley = Self::start(making.folder, options)?;
        trolley.fill(making.work)?;
        Ok(Opened { peer: Box::new(trolley), settings })
    }

    /// One without carts.
    pub(crate) fn start(folder: &Path, options: Options) -> Result<Self, PeerError> {
        let engine = match options.profile {
            Profile::Memory => Engine::in_memory(options)?,
            Profile::Durable | Profile::Fast => Engine::open(&folder.join(FILE), options)?,
        };
        let products = (0..PRODUCTS as u64).map(product_id).collect::<Result<_, _>>()?;
        let (at, line_ids) = (SystemClock.now(), AtomicU64::new(0));
        let trolley = Self { engine, at, carts: Vec::new(), products, line_ids };
        trolley.engine.submit(trolley.submission(Command::Import(Box::new(trolley.catalog()?))))?;
        Ok(trolley)
    }

    /// Makes all carts, in the order of their numbers.
    pub(crate) fn fill(&mut self, work: Work) -> Result<(), PeerError> {
        self.carts = (0..work.carts).map(cart_id).collect::<Result<_, _>>()?;
        let (answer, answered) = channel::<Result<(), EngineError>>();
        let mut under_way = 0;
        for cart in 0..work.carts {
            if UNDER_WAY_MAX <= under_way {
                answered.recv().map_err(|_| PeerError::Stopped)?.map_err(PeerError::Engine)?;
                under_way -= 1;
            }
            let answer = answer.clone();
            self.engine.submit_with(self.submission(self.create(cart, work.lines)?), move |result| {
                // Where an earlier one was refused nobody listens any more.
                let _ = answer.send(result.map(drop));
            });
            under_way += 1;
        }
        for _ in 0..under_way {
            answered.recv().map_err(|_| PeerError::Stopped)?.map_err(PeerError::Engine)?;
        }
        Ok(())
    }

    /// The engine.
    pub(crate) const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What an add is to the engine.
    pub(crate) fn increase(&self, add: Add) -> Result<Submission, InvalidId> {
        let line = self.line(add.line)?;
        Ok(self.submission(Command::AddLines(AddLines::new(
            self.cart(add.cart)?,
            OnAbsent::Refuse,
            vec![line],
        ))))
    }

    fn create(&self, cart: u64, lines: usize) -> Result<Command, InvalidId> {
        let lines = (0..lines)
            .map(|line| Ok(AddLine { notes: Some(NOTE.to_owned()), ..self.line(line)? }))
            .collect::<Result<_, InvalidId>>()?;
        Ok(Command::CreateCart(CreateCart {
            cart: self.cart(cart)?,
            new: NewCart::new(Expiry::Never),
            on_present: OnPresent::Refuse,
            status: CartStatus::Active,
            discounts: Vec::new(),
            created_at: None,
            lines,
        }))
    }

    fn cart(&self, number: u64) -> Result<CartId, InvalidId> {
        match usize::try_from(number).ok().and_then(|place| self.carts.get(place)) {
            Some(id) => Ok(id.clone()),
            None => cart_id(number),
        }
    }

    fn line(&self, product: usize) -> Result<AddLine, InvalidId> {
        let new_line = LineId::new(uuid(self.line_ids.fetch_add(1, Ordering::Relaxed)))?;
        let product = match self.products.get(product) {
            Some(id) => id.clone(),
            None => product_id(product as u64)?,
        };
        let product = ProductRef::Id(product);
        Ok(AddLine { checks: Checks::ALL, ..AddLine::new(new_line, product, Quantity::ONE) })
    }

    fn catalog(&self) -> Result<Import, InvalidId> {
        let products =
            (0..PRODUCTS as u64).map(|number| product(number, self.at)).collect::<Result<_, _>>()?;
        Ok(Import { products, ..Import::default() })
    }

    fn submission(&self, command: Command) -> Submission {
        Submission::new(self.at, Principal::Server, vec![command])
    }
}

impl Peer for Trolley {
    fn add_with(&self, add: Add, done: Done) {
        match self.increase(add) {
            Ok(submission) => self.engine.submit_with(submission, |result| {
                done(result.map(drop).map_err(PeerError::Engine));
            }),
            Err(error) => done(Err(error.into())),
        }
    }

    fn add(&self, add: Add) -> Result<(), PeerError> {
        self.engine.submit(self.increase(add)?)?;
        Ok(())
    }

    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        let found = self.engine.find_cart(&self.cart(cart)?, &Principal::Server, self.at)?;
        let view = found.ok_or(PeerError::Missing(cart))?;
        Ok(view.cart.lines.iter().map(|line| u64::from(line.quantity.units())).sum())
    }

    fn close(self: Box<Self>) -> Result<(), PeerError> {
        Ok(self.engine.close()?)
    }
}

/// What the engine is opened with, in words.
fn settings(options: &Options) -> String {
    let phases = match options.profile {
        Profile::Durable => "two-phase",
        Profile::Fast => "one-phase",
        Profile::Memory => "one-phase, in memory",
    };
    format!(
        "trolley-engine, profile {:?} ({phases}), cache {} B, queue {} submissions, batches of what waits, at most \
         1024 submissions, regather {:?}, carts by public id of 42 B in random order, internal key u64",
        options.profile, options.cache_bytes, options.queue_len_max, options.regather
    )
}

/// A product of ordinary size.
pub(crate) fn product(number: u64, at: Timestamp) -> Result<Product, InvalidId> {
    let sku = Sku::new(format!("SKU-{number:07}"))?;
    Ok(Product {
        slug: format!("product-{number}"),
        description: "A product of ordinary size, with a sentence about it.".to_owned(),
        category: "things".to_owned(),
        prices: [(Currency::USD, UnitPrice { minor_units: 1_999, includes_tax: false })].into(),
        stock: Stock { tracked: true, available: i64::from(u32::MAX), ..Stock::UNTRACKED },
        ..Product::new(product_id(number)?, sku, format!("Product {number}"), at)
    })
}

fn product_id(number: u64) -> Result<ProductId, InvalidId> {
    ProductId::new(format!("9c0d7a52-0000-4000-8000-{number:012}"))
}

/// The public identifier of a cart, in no order, as those that guests are given.
fn cart_id(cart: u64) -> Result<CartId, InvalidId> {
    CartId::new(format!("guest_{}", uuid(cart)))
}

/// A text that looks like a random UUID, another one for each number.
fn uuid(number: u64) -> String {
    let (high, low) = (scattered(number), scattered(!number));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        low >> 52,
        low & 0xFFFF_FFFF_FFFF
    )
}

/// The bytes in which the engine keeps a cart of so many lines.
pub(crate) fn engine_record(folder: &Path, lines: usize) -> Result<Vec<u8>, PeerError> {
    let folder = TempDir::new_in(folder)?;
    let mut trolley = Trolley::start(folder.path(), Options::new(Profile::Fast))?;
    trolley.fill(Work { carts: 1, lines })?;
    Box::new(trolley).close()?;
    let records = carts_of(&folder.path().join(FILE), 1)?;
    records.into_iter().next().ok_or(PeerError::Missing(0))
}

/// The records of the first carts of a store that is closed.
pub(crate) fn carts_of(file: &Path, most: usize) -> Result<Vec<Vec<u8>>, PeerError> {
    const CARTS: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("carts");
    let database = Builder::new().open(file)?;
    let table = database.begin_read()?.open_table(CARTS)?;
    let rows = table.iter()?.take(most).map(|row| Ok(row?.1.value().to_vec()));
    rows.collect()
}

/// Whether a store can be opened, and how long that takes, is asked of this.
pub(crate) fn open_again(folder: &Path, options: Options) -> Result<Engine, StoreError> {
    Engine::open(&folder.join(FILE), options)
}
