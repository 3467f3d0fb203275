//! Stored records by themselves, without a store: for whoever holds bytes that may be one, or may be anything.

use crate::domain::cart::Cart;
use crate::domain::catalog::Product;
use crate::domain::id::ProductId;
use crate::domain::idempotency::IdempotencyKey;
use crate::domain::key::KeyDigest;
use crate::error::StoreError;
use crate::store::meta::CLOCK_KEY;
use crate::store::record::{
    Invalid, answer, cart, catalog, clock, delivery, key, order, parked, promotion, settings, value,
};

/// The tables that have records; the others have numbers and identifiers alone.
pub const TABLES: &[&str] =
    &["carts", "orders", "parked", "blobs", "products", "customers", "keys", "promotions", "answers", "meta"];

/// The key of the settings in the table `meta`.
const SETTINGS: &[u8] = b"settings";

/// Reads the record that stands in this table under this key, of whichever version it is, and gives the bytes that the
/// present version writes for it. What comes out is read as what went in, and does not change when it is rewritten.
///
/// Keys are as they go into a record's checksum: the 8 bytes of the internal keys of `carts` and `orders`, the highest
/// first; those of a cart and of a line's sequence for `blobs`; the 32 bytes of a digest for `keys` and `answers`; the
/// text of all others. In `meta` all but `settings` and `clock` is taken for
/// the tables of how goods are sent.
///
/// # Errors
///
/// [`StoreError::Record`] where there are no records in a table of this name, where no such key can be, and where the
/// bytes are not a record that is whole, stands here, and keeps to the rules of its kind.
pub fn rewrite(table: &str, key: &[u8], bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    match table {
        "carts" => cart::seal(key, 0, &cart::open(key, bytes)?),
        "orders" => order::seal(key, &order::open(key, bytes)?),
        "blobs" => value::seal("blobs", key, &value::open("blobs", key, bytes)?),
        "parked" => {
            let (sequence, parked) = parked::open(text("parked", key)?, bytes)?;
            parked::seal(sequence, 0, &parked)
        }
        "products" => catalog::seal_product(&catalog::open_product(text("products", key)?, bytes)?),
        "customers" => catalog::seal_customer(&catalog::open_customer(text("customers", key)?, bytes)?),
        "promotions" => promotion::seal(&promotion::open(text("promotions", key)?, bytes)?),
        "keys" => key::seal(&key::open(KeyDigest(digest("keys", key)?), bytes)?),
        "answers" => {
            let key = IdempotencyKey(digest("answers", key)?);
            answer::seal(key, &answer::open(key, bytes)?)
        }
        "meta" if key == SETTINGS => {
            let key = text("meta", key)?;
            settings::seal(key, &settings::open(key, bytes)?)
        }
        "meta" if key == CLOCK_KEY.as_bytes() => clock::seal(CLOCK_KEY, clock::open(CLOCK_KEY, bytes)?),
        "meta" => {
            let key = text("meta", key)?;
            delivery::seal(key, &delivery::open(key, bytes)?)
        }
        _ => Err(Invalid::Rule("there are no records in such a table").in_table("(none)")),
    }
}

/// Writes the record of a cart as the present version has it, to stand in `carts` under this internal key. Large custom
/// inputs are not in it.
///
/// # Errors
///
/// [`StoreError::Record`] where it cannot be written, which is a bug.
pub fn encode_cart(key: u64, cart: &Cart) -> Result<Vec<u8>, StoreError> {
    cart::seal(&key.to_be_bytes(), 0, cart)
}

/// Reads the record of a cart, of whichever version, that stands in `carts` under this internal key. Of large custom inputs
/// it has no more than that they are stored.
///
/// # Errors
///
/// [`StoreError::Record`] where the bytes are not such a record.
pub fn decode_cart(key: u64, bytes: &[u8]) -> Result<Cart, StoreError> {
    cart::open(&key.to_be_bytes(), bytes)
}

/// Writes the record of a product as the present version has it, to stand in `products` under its identifier.
///
/// # Errors
///
/// [`StoreError::Record`] where it cannot be written, which is a bug.
pub fn encode_product(product: &Product) -> Result<Vec<u8>, StoreError> {
    catalog::seal_product(product)
}

/// Reads the record of a product, of whichever version, that stands in `products` under this identifier.
///
/// # Errors
///
/// [`StoreError::Record`] where the bytes are not such a record.
pub fn decode_product(id: &ProductId, bytes: &[u8]) -> Result<Product, StoreError> {
    catalog::open_product(id.as_str(), bytes)
}

fn text<'k>(table: &'static str, key: &'k [u8]) -> Result<&'k str, StoreError> {
    std::str::from_utf8(key).map_err(|_| Invalid::Rule("a key is not a text").in_table(table))
}

fn digest(table: &'static str, key: &[u8]) -> Result<[u8; 32], StoreError> {
    key.try_into().map_err(|_| Invalid::Rule("a digest has 32 bytes").in_table(table))
}
