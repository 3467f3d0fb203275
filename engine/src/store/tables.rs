//! The tables of a store, and one way of reading them for read and write transactions alike.

use std::cell::OnceCell;
use std::sync::Arc;

use redb::{
    Key, ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata as _, Table, TableDefinition,
    Value, WriteTransaction,
};

use crate::domain::catalog::Product;
use crate::domain::id::ProductId;
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::progress::Steps;
use crate::store::at_hand::WriterHand;
use crate::store::at_hand::products::Products;
use crate::store::copy::copy_rows;
use crate::store::digest::ContentDigest;

macro_rules! tables {
    ($($(#[doc = $doc:literal])* $name:ident, $definition:ident: $key:ty => $value:ty;)+) => {
        $(
            $(#[doc = $doc])*
            const $definition: TableDefinition<'static, $key, $value> = TableDefinition::new(stringify!($name));
        )+

        /// What can be looked up in a store, whoever asks.
        pub(crate) trait Tables {
            /// Engine time, by which the lives of what is stored are counted.
            fn reckoning(&self) -> Reckoning;

            /// The product of this identifier as these tables have it, where it is at hand.
            fn product_at_hand(&self, id: &ProductId) -> Option<Arc<Product>>;

            /// Has a product that these tables have at hand, whose record has so many bytes.
            fn keep_product(&self, product: &Arc<Product>, record_bytes: usize);

            /// What the writer has at hand, where these are its tables.
            fn hand(&self) -> Option<&WriterHand>;

            $(
                $(#[doc = $doc])*
                fn $name(&self) -> Result<&impl ReadableTable<$key, $value>, StoreError>;
            )+
        }

        /// The tables of a write transaction, each opened when it is first asked for: most changes need a few.
        pub(crate) struct WriteTables<'t> {
            reckoning: Reckoning,
            hand: Option<&'t WriterHand>,
            $($(#[doc = $doc])* pub(crate) $name: WriteTable<'t, $key, $value>,)+
        }

        /// Adds every row of every table to a digest, by table and key.
        pub(crate) fn digest_all(tables: &impl Tables, digest: &mut ContentDigest) -> Result<(), StoreError> {
            $(digest.table(stringify!($name), tables.$name()?)?;)+
            Ok(())
        }

        /// Copies every row of every table into the same table, which must be empty.
        pub(crate) fn copy_all(
            from: &impl Tables,
            to: &mut WriteTables<'_>,
            steps: &mut Steps<'_>,
        ) -> Result<(), StoreError> {
            $(copy_rows(from.$name()?, to.$name.open()?, steps)?;)+
            Ok(())
        }

        /// How many rows each table has, by its name.
        pub(crate) fn row_counts(tables: &impl Tables) -> Result<Vec<(&'static str, u64)>, StoreError> {
            Ok(vec![$((stringify!($name), tables.$name()?.len()?),)+])
        }

        impl<'t> WriteTables<'t> {
            /// Opens nothing yet.
            pub(crate) const fn new(transaction: &'t WriteTransaction, reckoning: Reckoning) -> Self {
                Self { reckoning, hand: None, $($name: WriteTable { transaction, definition: $definition, table: OnceCell::new() },)+ }
            }

            /// Opens nothing yet, in a transaction that has begun for the writer.
            pub(crate) fn at_hand(
                transaction: &'t WriteTransaction,
                reckoning: Reckoning,
                hand: &'t WriterHand,
            ) -> Self {
                Self { hand: Some(hand), ..Self::new(transaction, reckoning) }
            }

            /// Makes all tables that are not there yet.
            pub(crate) fn make_all(&self) -> Result<(), StoreError> {
                $(self.$name.get()?;)+
                Ok(())
            }
        }

        impl Tables for WriteTables<'_> {
            fn reckoning(&self) -> Reckoning {
                self.reckoning
            }

            fn product_at_hand(&self, id: &ProductId) -> Option<Arc<Product>> {
                self.hand?.product(id)
            }

            fn keep_product(&self, product: &Arc<Product>, record_bytes: usize) {
                if let Some(hand) = self.hand {
                    hand.keep_product(product, record_bytes);
                }
            }

            fn hand(&self) -> Option<&WriterHand> {
                self.hand
            }

            $(
                fn $name(&self) -> Result<&impl ReadableTable<$key, $value>, StoreError> {
                    self.$name.get()
                }
            )+
        }

        /// The tables of a read transaction, each opened when it is first asked for.
        pub(crate) struct ReadTables {
            transaction: ReadTransaction,
            reckoning: Reckoning,
            at_hand: Option<(Arc<Products>, u64)>,
            $($name: OnceCell<ReadOnlyTable<$key, $value>>,)+
        }

        impl ReadTables {
            /// Opens nothing yet.
            pub(crate) fn new(transaction: ReadTransaction, reckoning: Reckoning) -> Self {
                Self { transaction, reckoning, at_hand: None, $($name: OnceCell::new(),)+ }
            }

            /// The same, where the transaction sees this edition of the catalog.
            pub(crate) fn with_products(self, products: &Arc<Products>, edition: u64) -> Self {
                Self { at_hand: Some((Arc::clone(products), edition)), ..self }
            }
        }

        impl Tables for ReadTables {
            fn reckoning(&self) -> Reckoning {
                self.reckoning
            }

            fn product_at_hand(&self, id: &ProductId) -> Option<Arc<Product>> {
                let (products, edition) = self.at_hand.as_ref()?;
                products.find(*edition, id)
            }

            fn keep_product(&self, product: &Arc<Product>, record_bytes: usize) {
                if let Some((products, edition)) = &self.at_hand {
                    products.keep(*edition, product, record_bytes);
                }
            }

            fn hand(&self) -> Option<&WriterHand> {
                None
            }

            $(
                fn $name(&self) -> Result<&impl ReadableTable<$key, $value>, StoreError> {
                    open_once(&self.transaction, &self.$name, $definition)
                }
            )+
        }
    };
}

tables! {
    /// What holds for the whole store, see [`meta`](crate::store::meta).
    meta, META: &'static str => &'static [u8];
    /// Carts with their lines, by an internal key that grows, so that carts in use stand close together.
    carts, CARTS: u64 => &'static [u8];
    /// The internal key of a cart, by its public identifier.
    cart_ids, CART_IDS: &'static str => u64;
    /// The lines of all carts, by their identifier and their cart's internal key.
    line_ids, LINE_IDS: (&'static str, u64) => ();
    /// Large custom inputs in pieces, by their cart's internal key, their line's sequence and the piece's place.
    blobs, BLOBS: (u64, u64, u32) => &'static [u8];
    /// Products with their variants.
    products, PRODUCTS: &'static str => &'static [u8];
    /// The product that a stock keeping unit names, and the variant; empty where it names the product itself.
    skus, SKUS: &'static str => (&'static str, &'static str);
    /// The product of a variant.
    variant_ids, VARIANT_IDS: &'static str => &'static str;
    /// Customers.
    customers, CUSTOMERS: &'static str => &'static [u8];
    /// Keys, by their digest.
    keys, KEYS: &'static [u8] => &'static [u8];
    /// Promotions.
    promotions, PROMOTIONS: &'static str => &'static [u8];
    /// How many orders have used a code.
    code_uses, CODE_USES: &'static str => u64;
    /// Orders, by an internal key that grows.
    orders, ORDERS: u64 => &'static [u8];
    /// The internal key of an order, by its public identifier.
    order_ids, ORDER_IDS: &'static str => u64;
    /// The carts of all customers, by who may reach them and their internal key. Those of guests are not in it.
    customer_carts, CUSTOMER_CARTS: (&'static str, u64) => ();
    /// The orders of all customers, by whose they are and their internal key.
    customer_orders, CUSTOMER_ORDERS: (&'static str, u64) => ();
    /// Carts that are set aside, by the identifier under which each is.
    parked, PARKED: &'static str => &'static [u8];
    /// What was answered to submissions with an idempotency key, by the key's digest.
    answers, ANSWERS: &'static [u8] => &'static [u8];
    /// The digests of idempotency keys by a number that grows: the oldest come first.
    answer_order, ANSWER_ORDER: u64 => &'static [u8];
}

/// A table of a write transaction, opened when it is first asked for.
pub(crate) struct WriteTable<'t, K: Key + 'static, V: Value + 'static> {
    transaction: &'t WriteTransaction,
    definition: TableDefinition<'static, K, V>,
    table: OnceCell<Table<'t, K, V>>,
}

impl<'t, K: Key + 'static, V: Value + 'static> WriteTable<'t, K, V> {
    /// The table, to be changed.
    #[expect(clippy::expect_used, reason = "the line before has opened it")]
    pub(crate) fn open(&mut self) -> Result<&mut Table<'t, K, V>, StoreError> {
        self.get()?;
        Ok(self.table.get_mut().expect("the table is open"))
    }

    /// Whether anybody has asked for it yet.
    #[cfg(test)]
    pub(crate) fn is_open(&self) -> bool {
        self.table.get().is_some()
    }

    fn get(&self) -> Result<&Table<'t, K, V>, StoreError> {
        if let Some(table) = self.table.get() {
            return Ok(table);
        }
        let table = self.transaction.open_table(self.definition)?;
        Ok(self.table.get_or_init(|| table))
    }
}

fn open_once<'a, K: Key + 'static, V: Value + 'static>(
    transaction: &ReadTransaction,
    cell: &'a OnceCell<ReadOnlyTable<K, V>>,
    definition: TableDefinition<'static, K, V>,
) -> Result<&'a ReadOnlyTable<K, V>, StoreError> {
    if let Some(table) = cell.get() {
        return Ok(table);
    }
    let table = transaction.open_table(definition)?;
    Ok(cell.get_or_init(|| table))
}
