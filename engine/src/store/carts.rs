//! Carts in the store: the record, the indexes to it, and the large custom inputs beside it. The index of customers'
//! carts follows who alone reaches a cart; those of guests are not in it.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use redb::{AccessGuard, ReadableTable as _, StorageError};

use super::damaged::left_out;
use super::record::written::Written;
use super::record::{cart, line};
use super::tables::{Tables, WriteTables};
use super::{blobs, meta};
use crate::domain::access::owner;
use crate::domain::cart::{Cart, CustomInputsBody, Line};
use crate::domain::id::{CartId, CustomerId, LineId};
use crate::domain::shared::Shared;
use crate::domain::time::Timestamp;
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::error::archive::{LoadError, free};

const TABLE: &str = "carts";

/// An internal key and the record under it.
type CartRow<'a> = (AccessGuard<'a, u64>, AccessGuard<'a, &'static [u8]>);

/// A cart as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct StoredCart {
    /// Its internal key.
    pub(crate) key: u64,
    /// The cart. Large custom inputs are left where they are stored.
    pub(crate) cart: Arc<Cart>,
}

/// The cart of this identifier.
pub(crate) fn find(tables: &impl Tables, id: &CartId) -> Result<Option<StoredCart>, StoreError> {
    if let Some(stored) = tables.hand().and_then(|hand| hand.cart(id)) {
        debug_assert!(is_stored(tables, &stored), "a cart at hand is not as it is stored");
        return Ok(Some(stored));
    }
    let Some(key) = tables.cart_ids()?.get(id.as_str())?.map(|row| row.value()) else { return Ok(None) };
    let row = tables.carts()?.get(key)?.ok_or_else(|| missing(key))?;
    let record = row.value();
    let (cart, written) = Written::open(&key.to_be_bytes(), record, tables.hand().is_some())?;
    let stored = StoredCart { key, cart: Arc::new(counted_now(tables.reckoning(), cart)) };
    if stored.cart.id != *id {
        return Err(StoreError::Record { table: TABLE, reason: format!("{id} leads to {}", stored.cart.id) });
    }
    if let Some(hand) = tables.hand() {
        hand.keep_cart(stored.clone(), written.map(Arc::new), record.len());
    }
    Ok(Some(stored))
}

/// Whether the cart is what can be read of it, as far as it can be read.
fn is_stored(tables: &impl Tables, stored: &StoredCart) -> bool {
    let key =
        tables.cart_ids().map(|ids| ids.get(stored.cart.id.as_str()).map(|row| row.map(|row| row.value())));
    let is_key = !matches!(key, Ok(Ok(key)) if key != Some(stored.key));
    is_key && find_by_key(tables, stored.key).map_or(true, |cart| cart.as_ref() == Some(&*stored.cart))
}

/// Loads what custom inputs were left where they are stored.
pub(crate) fn load_inputs(tables: &impl Tables, stored: &mut StoredCart) -> Result<(), StoreError> {
    let is_left = |line: &Shared<Line>| {
        line.custom_inputs.as_ref().is_some_and(|inputs| inputs.body == CustomInputsBody::Stored)
    };
    if !stored.cart.lines.iter().any(is_left) {
        return Ok(());
    }
    for line in &mut Arc::make_mut(&mut stored.cart).lines {
        if is_left(line) {
            let value =
                blobs::find(tables, stored.key, line.sequence)?.ok_or_else(|| StoreError::Record {
                    table: "blobs",
                    reason: format!("those of line {} are missing", line.id),
                })?;
            if let Some(inputs) = &mut line.custom_inputs {
                inputs.body = CustomInputsBody::Loaded(value);
            }
        }
    }
    Ok(())
}

/// The carts that have a line of this identifier, by their internal key, without the one of `but`.
pub(crate) fn with_line(
    tables: &impl Tables,
    line: &LineId,
    but: Option<u64>,
) -> Result<Vec<Cart>, StoreError> {
    let mut carts = Vec::new();
    for row in tables.line_ids()?.range((line.as_str(), 0)..=(line.as_str(), u64::MAX))? {
        let (_, key) = row?.0.value();
        if Some(key) != but {
            carts.push(by_key(tables, key)?);
        }
    }
    Ok(carts)
}

/// All carts that have not expired, the last made first.
pub(crate) fn newest(
    tables: &impl Tables,
    now: Timestamp,
) -> Result<impl Iterator<Item = Result<StoredCart, StoreError>>, StoreError> {
    let (rows, reckoning) = (tables.carts()?.iter()?.rev(), tables.reckoning());
    Ok(rows
        .map(move |row| opened(reckoning, row))
        .filter_map(left_out)
        .filter(move |stored| stored.as_ref().map_or(true, |stored| !stored.cart.is_expired(now))))
}

/// The carts that this customer alone reaches and that have not expired, the last changed first by engine time, of several
/// at once the last made.
pub(crate) fn of_customer(
    tables: &impl Tables,
    customer: &CustomerId,
    now: Timestamp,
) -> Result<Vec<StoredCart>, StoreError> {
    let mut carts = Vec::new();
    let customer = customer.as_str();
    for row in tables.customer_carts()?.range((customer, 0)..=(customer, u64::MAX))? {
        let (_, key) = row?.0.value();
        let Some(cart) = left_out(by_key(tables, key)).transpose()? else { continue };
        if !cart.is_expired(now) {
            carts.push(StoredCart { key, cart: Arc::new(cart) });
        }
    }
    carts.sort_unstable_by_key(|stored| Reverse((stored.cart.counted.touched_at, stored.key)));
    Ok(carts)
}

/// Whether the customer who alone reaches the cart has no other that has not expired.
pub(crate) fn is_last(
    tables: &impl Tables,
    stored: (u64, &Cart),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(customer) = owner(&stored.1.id, Some(stored.1)) else { return Ok(false) };
    for row in tables.customer_carts()?.range((customer, 0)..=(customer, u64::MAX))? {
        let (_, key) = row?.0.value();
        if key != stored.0 && !by_key(tables, key)?.is_expired(now) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The last internal key under which a cart is stored.
pub(crate) fn last_key(tables: &impl Tables) -> Result<Option<u64>, StoreError> {
    Ok(tables.carts()?.last()?.map(|(key, _)| key.value()))
}

/// Some carts, in the order of their internal keys.
pub(crate) struct Chunk {
    /// Those that can be read.
    pub(crate) carts: Vec<StoredCart>,
    /// The last internal key that was looked at; none where there was none.
    pub(crate) last: Option<u64>,
}

/// The first so many carts of these internal keys, expired ones included.
pub(crate) fn chunk(
    tables: &impl Tables,
    keys: RangeInclusive<u64>,
    len: usize,
) -> Result<Chunk, StoreError> {
    let mut chunk = Chunk { carts: Vec::new(), last: None };
    for row in tables.carts()?.range(keys)?.take(len) {
        let row = row?;
        chunk.last = Some(row.0.value());
        chunk.carts.extend(left_out(opened(tables.reckoning(), Ok(row))).transpose()?);
    }
    Ok(chunk)
}

/// The same of the carts that this customer alone reaches.
pub(crate) fn chunk_of_customer(
    tables: &impl Tables,
    customer: &CustomerId,
    keys: RangeInclusive<u64>,
    len: usize,
) -> Result<Chunk, StoreError> {
    let customer = customer.as_str();
    let rows = tables.customer_carts()?.range((customer, *keys.start())..=(customer, *keys.end()))?.take(len);
    let mut chunk = Chunk { carts: Vec::new(), last: None };
    for row in rows {
        let (_, key) = row?.0.value();
        chunk.last = Some(key);
        let cart = left_out(by_key(tables, key)).transpose()?;
        chunk.carts.extend(cart.map(|cart| StoredCart { key, cart: Arc::new(cart) }));
    }
    Ok(chunk)
}

/// The cart of a row.
fn opened(reckoning: Reckoning, row: Result<CartRow<'_>, StorageError>) -> Result<StoredCart, StoreError> {
    let (key, record) = row?;
    let key = key.value();
    Ok(StoredCart { key, cart: Arc::new(read(reckoning, key, record.value())?) })
}

/// The cart that is stored under this internal key.
pub(crate) fn find_by_key(tables: &impl Tables, key: u64) -> Result<Option<Cart>, StoreError> {
    let row = tables.carts()?.get(key)?;
    row.map(|row| read(tables.reckoning(), key, row.value())).transpose()
}

/// The cart in a record, its life as the clock goes now.
fn read(reckoning: Reckoning, key: u64, record: &[u8]) -> Result<Cart, StoreError> {
    Ok(counted_now(reckoning, cart::open(&key.to_be_bytes(), record)?))
}

/// A cart whose life is in engine time, as the clock goes now.
fn counted_now(reckoning: Reckoning, cart: Cart) -> Cart {
    cart.recounted(reckoning.offset_ms().saturating_neg())
}

fn by_key(tables: &impl Tables, key: u64) -> Result<Cart, StoreError> {
    find_by_key(tables, key)?.ok_or_else(|| missing(key))
}

fn missing(key: u64) -> StoreError {
    StoreError::Record { table: TABLE, reason: format!("the record {key} is missing") }
}

/// Stores a new cart. Whatever stands under its identifier goes.
///
/// # Errors
///
/// [`StoreError::Record`] also where a cart stands under the next internal key, which would be lost.
pub(crate) fn create(tables: &mut WriteTables<'_>, cart: &Arc<Cart>) -> Result<(), StoreError> {
    let key = meta::next_cart_key(tables)?;
    if tables.carts.open()?.get(key)?.is_some() {
        return Err(StoreError::Record {
            table: TABLE,
            reason: format!("the new record {key} is there already"),
        });
    }
    let replaced = tables.cart_ids.open()?.insert(cart.id.as_str(), key)?.map(|row| row.value());
    if let Some(replaced) = replaced {
        let old = by_key(tables, replaced)?;
        remove(tables, replaced, &old)?;
    }
    if let Some(owner) = owner(&cart.id, Some(cart)) {
        tables.customer_carts.open()?.insert((owner, key), ())?;
    }
    write_at_hand(tables, key, cart, None)
}

/// Puts a cart into an empty store, under this internal key.
///
/// # Errors
///
/// [`LoadError::Taken`] where its key or its identifier is, or one of its lines' twice.
pub(crate) fn load(tables: &mut WriteTables<'_>, key: u64, cart: &Cart) -> Result<(), LoadError> {
    let is_taken = tables.carts.open()?.get(key)?.is_some()
        || tables.cart_ids.open()?.insert(cart.id.as_str(), key)?.is_some();
    free(is_taken, || format!("cart {}", cart.id))?;
    let mut ids = HashSet::new();
    for line in &cart.lines {
        free(!ids.insert(&line.id), || format!("line {} of cart {}", line.id, cart.id))?;
    }
    if let Some(owner) = owner(&cart.id, Some(cart)) {
        tables.customer_carts.open()?.insert((owner, key), ())?;
    }
    write(tables, key, cart, None, None)?;
    Ok(())
}

/// Stores a cart in place of `before`, which is what is stored under `key`. Custom inputs that were left there stay.
pub(crate) fn update(
    tables: &mut WriteTables<'_>,
    key: u64,
    before: &Cart,
    cart: &Arc<Cart>,
) -> Result<(), StoreError> {
    for line in before.lines.iter().filter(|line| by_sequence(&cart.lines, line.sequence).is_none()) {
        tables.line_ids.open()?.remove((line.id.as_str(), key))?;
        if has_blob(line) {
            blobs::remove(tables, key, line.sequence)?;
        }
    }
    let (old, new) = (owner(&before.id, Some(before)), owner(&cart.id, Some(cart)));
    if old != new {
        if let Some(old) = old {
            tables.customer_carts.open()?.remove((old, key))?;
        }
        if let Some(new) = new {
            tables.customer_carts.open()?.insert((new, key), ())?;
        }
    }
    write_at_hand(tables, key, cart, Some(before))
}

/// Removes the cart that is stored under `key`, with all that belongs to it.
pub(crate) fn delete(tables: &mut WriteTables<'_>, key: u64, cart: &Cart) -> Result<(), StoreError> {
    tables.cart_ids.open()?.remove(cart.id.as_str())?;
    remove(tables, key, cart)
}

/// Removes a cart's record, its lines and itself from their indexes, and its custom inputs.
fn remove(tables: &mut WriteTables<'_>, key: u64, cart: &Cart) -> Result<(), StoreError> {
    if let Some(hand) = tables.hand() {
        hand.drop_cart(cart);
    }
    if let Some(owner) = owner(&cart.id, Some(cart)) {
        tables.customer_carts.open()?.remove((owner, key))?;
    }
    for line in &cart.lines {
        tables.line_ids.open()?.remove((line.id.as_str(), key))?;
    }
    if cart.lines.iter().any(|line| has_blob(line)) {
        blobs::remove_all(tables, key)?;
    }
    tables.carts.open()?.remove(key)?;
    Ok(())
}

/// The same as [`write`], after which the writer has the cart at hand.
fn write_at_hand(
    tables: &mut WriteTables<'_>,
    key: u64,
    cart: &Arc<Cart>,
    before: Option<&Cart>,
) -> Result<(), StoreError> {
    let written = before.and_then(|before| tables.hand()?.written(before));
    if let Some(hand) = tables.hand() {
        hand.drop_cart(cart);
    }
    let written = write(tables, key, cart, before.zip(written.as_deref()), before)?;
    // What is read of one that brings large custom inputs is another cart: they are left where they are stored.
    let is_left = |line: &Shared<Line>| {
        line.custom_inputs.as_ref().is_none_or(|inputs| inputs.body == CustomInputsBody::Stored)
    };
    if let Some(hand) = tables.hand()
        && cart.lines.iter().all(|line| !has_blob(line) || is_left(line))
    {
        let bytes = written.bytes.len();
        hand.keep_cart(StoredCart { key, cart: Arc::clone(cart) }, Some(Arc::new(written)), bytes);
    }
    Ok(())
}

/// Writes the record, and of the lines what was not among those of the cart `before`. Where it is known how that one was
/// written, what is the same is taken over.
fn write(
    tables: &mut WriteTables<'_>,
    key: u64,
    cart: &Cart,
    known: Option<(&Cart, &Written)>,
    before: Option<&Cart>,
) -> Result<Written, StoreError> {
    let before = before.map_or(&[][..], |before| &before.lines);
    for line in &cart.lines {
        let old = by_sequence(before, line.sequence);
        write_inputs(tables, key, line, old)?;
        if old.is_none() {
            tables.line_ids.open()?.insert((line.id.as_str(), key), ())?;
        }
    }
    let offset_ms = tables.reckoning().offset_ms();
    let written = Written::seal(&key.to_be_bytes(), offset_ms, cart, known)?;
    tables.carts.open()?.insert(key, written.bytes.as_slice())?;
    Ok(written)
}

fn write_inputs(
    tables: &mut WriteTables<'_>,
    key: u64,
    line: &Line,
    old: Option<&Line>,
) -> Result<(), StoreError> {
    match line.custom_inputs.as_ref().filter(|inputs| line::is_beside(inputs)).map(|inputs| &inputs.body) {
        Some(CustomInputsBody::Loaded(value)) => blobs::save(tables, key, line.sequence, value),
        Some(CustomInputsBody::Stored) if old.is_some_and(has_blob) => Ok(()),
        Some(CustomInputsBody::Stored) => Err(StoreError::Record {
            table: TABLE,
            reason: format!("the custom inputs of the new line {} are not there", line.id),
        }),
        None if old.is_some_and(has_blob) => blobs::remove(tables, key, line.sequence),
        None => Ok(()),
    }
}

/// The line of this sequence, among lines in the order of theirs.
fn by_sequence(lines: &[Shared<Line>], sequence: u64) -> Option<&Line> {
    let place = lines.binary_search_by_key(&sequence, |line| line.sequence).ok()?;
    Some(&lines[place])
}

/// Whether the line has custom inputs that stand beside the record.
pub(crate) fn has_blob(line: &Line) -> bool {
    line.custom_inputs.as_ref().is_some_and(line::is_beside)
}
