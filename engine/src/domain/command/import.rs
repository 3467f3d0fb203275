//! Bringing a catalog, and what goes with it.

use crate::domain::catalog::{Customer, Product, Settings};
use crate::domain::key::Key;
use crate::domain::promotion::Promotion;

/// What an import brings. All of it or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// Settings in place of the present ones, where there are any here.
    pub settings: Option<Settings>,
    /// Products.
    pub products: Vec<Product>,
    /// Promotions.
    pub promotions: Vec<Promotion>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Keys.
    pub keys: Vec<Key>,
}
