//! The rules of carts: pure functions over values. Knows no disk, no clock, no chance and no wire format.

pub mod access;
pub mod apply;
pub mod cart;
pub mod catalog;
pub mod command;
pub mod facts;
pub mod id;
pub mod key;
pub mod money;
pub mod pricing;
pub mod quantity;
pub mod time;
pub mod value;
