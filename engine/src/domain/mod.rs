//! The rules of carts: pure functions over values. Knows no disk, no clock, no chance and no wire format.

pub mod id;
pub mod shared;
pub mod quantity;
pub mod money;
pub mod time;
pub mod value;
pub mod tax;
pub mod bundle;
pub mod catalog;
pub mod promotion;
pub mod cart;
pub mod stage;
pub mod search;
pub mod pricing;
pub mod order;
pub mod parked;
pub mod delivery;
pub mod access;
pub mod key;
pub mod idempotency;
pub mod command;
pub mod facts;
pub(crate) mod gifts;
pub mod apply;
