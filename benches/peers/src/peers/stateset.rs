//! The cart of the crate `stateset-embedded`, by its public interface: a commerce library on SQLite, with a row a line.

use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rust_decimal::Decimal;
use stateset_core::CartId;
use stateset_db::{DatabaseConfig, SqliteDatabase, SqliteDurability};
use stateset_embedded::{AddCartItem, Commerce, CreateCart, UpdateCartItem};
use uuid::Uuid;

use super::sqlite::Synchronous;
use crate::error::PeerError;
use crate::peer::{Done, Making, Opened, Peer};
use crate::versions::version;
use crate::work::Add;

/// How many adds may wait, as of the engine.
const QUEUE_LEN_MAX: usize = 1024;

/// A line, and how many units it has as far as was acknowledged.
struct Line {
    id: Uuid,
    units: AtomicI32,
}

/// A cart with its lines.
struct Cart {
    id: CartId,
    lines: Vec<Line>,
}

/// What its threads share.
struct Shop {
    commerce: Commerce,
    carts: Vec<Cart>,
}

/// An add that waits.
type Waiting = (Add, Done);

/// A shop with carts, and as many threads before it as it has connections.
pub(crate) struct Stateset {
    shop: Arc<Shop>,
    queue: Option<SyncSender<Waiting>>,
    threads: Vec<JoinHandle<()>>,
}

impl Stateset {
    /// Makes and fills it.
    pub(crate) fn open(making: Making<'_>, synchronous: Synchronous) -> Result<Opened, PeerError> {
        let path = making.folder.join("stateset.db");
        let (filling, _) = commerce(&path, SqliteDurability::Normal)?;
        let carts = (0..making.work.carts)
            .map(|_| cart(&filling, making.work.lines))
            .collect::<Result<Vec<_>, PeerError>>()?;
        drop(filling);
        let durability = match synchronous {
            Synchronous::Full => SqliteDurability::Full,
            Synchronous::Normal => SqliteDurability::default(),
        };
        let (commerce, settings) = commerce(&path, durability)?;
        let shop = Arc::new(Shop { commerce, carts });
        let (queue, waiting) = sync_channel(QUEUE_LEN_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        let threads = (0..DatabaseConfig::default().max_connections)
            .map(|_| {
                let (shop, waiting) = (Arc::clone(&shop), Arc::clone(&waiting));
                thread::Builder::new().spawn(move || work(&shop, &waiting))
            })
            .collect::<Result<_, _>>()?;
        Ok(Opened { peer: Box::new(Self { shop, queue: Some(queue), threads }), settings })
    }
}

fn commerce(path: &Path, durability: SqliteDurability) -> Result<(Commerce, String), PeerError> {
    let config = DatabaseConfig::sqlite(&path.to_string_lossy());
    let database = SqliteDatabase::new_with_durability(&config, durability)?;
    let status = database.storage_status()?;
    let settings = format!(
        "stateset-embedded {}, SQLite {} bundled, journal_mode {}, synchronous {} ({}), wal_autocheckpoint {}, \
         cache_size -16000, {} connections and as many threads, one transaction an add",
        version("stateset-embedded"),
        rusqlite::version(),
        status.journal_mode,
        status.synchronous,
        match durability {
            SqliteDurability::Normal => "NORMAL, its default: NOT durable",
            SqliteDurability::Full => "FULL, not its default",
        },
        status.wal_autocheckpoint_pages,
        config.max_connections,
    );
    Ok((Commerce::with_database(Arc::new(database)), settings))
}

/// A new cart with so many lines, of one unit each.
fn cart(commerce: &Commerce, lines: usize) -> Result<Cart, PeerError> {
    let items = (0..lines).map(|line| AddCartItem {
        sku: format!("SKU-{line:07}"),
        name: format!("Product {line}"),
        description: Some("Please wrap it as a present, with the blue ribbon".to_owned()),
        quantity: 1,
        unit_price: Decimal::new(1_999, 2),
        ..AddCartItem::default()
    });
    let made =
        commerce.carts().create(CreateCart { items: Some(items.collect()), ..CreateCart::default() })?;
    let lines = made.items.iter().map(|item| Line { id: item.id, units: AtomicI32::new(item.quantity) });
    Ok(Cart { id: made.id, lines: lines.collect() })
}

/// Adds what waits until nobody is there any more who could add.
fn work(shop: &Shop, waiting: &Mutex<Receiver<Waiting>>) {
    loop {
        let received = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((add, done)) = received else { return };
        done(shop.add(add));
    }
}

impl Shop {
    /// It has no way to raise a quantity, only one to set it: the caller is taken to know how many there are, and that no
    /// other changes them.
    fn add(&self, add: Add) -> Result<(), PeerError> {
        let cart = usize::try_from(add.cart).ok().and_then(|cart| self.carts.get(cart));
        let line = cart.and_then(|cart| cart.lines.get(add.line)).ok_or(PeerError::Missing(add.cart))?;
        let units = line.units.load(Ordering::Acquire) + 1;
        let change = UpdateCartItem { quantity: Some(units), ..UpdateCartItem::default() };
        self.commerce.carts().update_item(line.id, change)?;
        line.units.store(units, Ordering::Release);
        Ok(())
    }
}

impl Peer for Stateset {
    fn add_with(&self, add: Add, done: Done) {
        let refused = match &self.queue {
            Some(queue) => match queue.try_send((add, done)) {
                Ok(()) => return,
                Err(TrySendError::Full((_, done)) | TrySendError::Disconnected((_, done))) => done,
            },
            None => done,
        };
        refused(Err(PeerError::Stopped));
    }

    fn add(&self, add: Add) -> Result<(), PeerError> {
        self.shop.add(add)
    }

    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        let found = usize::try_from(cart).ok().and_then(|cart| self.shop.carts.get(cart));
        let id = found.ok_or(PeerError::Missing(cart))?.id;
        let cart = self.shop.commerce.carts().get(id)?.ok_or(PeerError::Missing(cart))?;
        Ok(cart.items.iter().map(|item| u64::try_from(item.quantity).unwrap_or(0)).sum())
    }

    fn close(mut self: Box<Self>) -> Result<(), PeerError> {
        self.queue = None;
        for thread in self.threads.drain(..) {
            thread.join().map_err(|_| PeerError::Stopped)?;
        }
        Ok(())
    }
}
