//! Shops: a store of one profile with a catalog of known prices.

use std::path::Path;

use tempfile::TempDir;
use trolley_engine::domain::cart::Cart;
use trolley_engine::domain::catalog::{Product, Stock};
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::id::{CartId, InvalidId};
use trolley_engine::domain::money::{Currency, UnitPrice};
use trolley_engine::domain::tax::Rate;
use trolley_engine::{CartView, Command, Engine, Options, Principal, Profile, Receipt};

use crate::Result;
use crate::commands::{NOW, create, product_id, sku, submission};
use crate::pricing::promotions;

/// The profiles with their names, which stand in what is measured of each.
pub const PROFILES: [(Profile, &str); 3] =
    [(Profile::Memory, "memory"), (Profile::Fast, "fast"), (Profile::Durable, "durable")];
/// How many products a shop has: as many as a cart has lines at most.
pub const PRODUCTS: usize = 100;

/// What makes a cart cost something else than its products do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offers {
    /// Nothing.
    None,
    /// Five promotions of different kinds, and a tax of 20 % on each product.
    PromotionsAndTaxes,
}

/// A store of one profile with a catalog of 100 products.
#[derive(Debug)]
pub struct Shop {
    engine: Engine,
    /// Deleted with the shop, after the engine is closed.
    _folder: Option<TempDir>,
}

impl Shop {
    /// A store in memory, or in a file in a folder of its own below `disk`. Not below the folder for temporary files,
    /// which on many machines is memory.
    ///
    /// # Errors
    ///
    /// The store's, where it cannot be made.
    pub fn new(profile: Profile, disk: &Path, offers: Offers) -> Result<Self> {
        let (engine, folder) = open(profile, disk)?;
        engine.submit(submission(vec![Command::Import(Box::new(catalog(PRODUCTS, offers)?))]))?;
        Ok(Self { engine, _folder: folder })
    }

    /// The engine.
    #[must_use]
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Does something.
    ///
    /// # Errors
    ///
    /// The engine's, where it refuses or fails.
    pub fn submit(&self, commands: Vec<Command>) -> Result<Receipt> {
        Ok(self.engine.submit(submission(commands))?)
    }

    /// A new cart with one unit of each of the first so many products.
    ///
    /// # Errors
    ///
    /// The engine's, where it refuses or fails.
    pub fn cart(&self, id: &str, lines: usize) -> Result<CartId> {
        let cart = CartId::new(id)?;
        self.submit(vec![create(&cart, 0..lines)?])?;
        Ok(cart)
    }

    /// The cart with its prices and products.
    ///
    /// # Errors
    ///
    /// The engine's, and where the cart is not there.
    pub fn read(&self, cart: &CartId) -> Result<CartView> {
        let view = self.engine.find_cart(cart, &Principal::Server, NOW)?;
        view.ok_or_else(|| format!("{cart} is not there").into())
    }
}

/// A new store of this profile, with the folder it is in; that is to be dropped after it.
///
/// # Errors
///
/// The store's, where it cannot be made.
pub fn open(profile: Profile, disk: &Path) -> Result<(Engine, Option<TempDir>)> {
    Ok(match profile {
        Profile::Memory => (Engine::in_memory(Options::new(profile))?, None),
        Profile::Durable | Profile::Fast => {
            let folder = TempDir::new_in(disk)?;
            (Engine::open(&folder.path().join("carts.redb"), Options::new(profile))?, Some(folder))
        }
    })
}

/// A catalog of so many products, in the order of their identifiers.
///
/// # Errors
///
/// None that is not a bug.
pub fn catalog(products: usize, offers: Offers) -> Result<Import, InvalidId> {
    let promotions = match offers {
        Offers::None => Vec::new(),
        Offers::PromotionsAndTaxes => promotions()?,
    };
    let products = (0..products).map(|number| product(number, offers)).collect::<Result<_, _>>()?;
    Ok(Import { products, promotions, ..Import::default() })
}

/// What one unit of the product of this number costs: 10.00 and its number times 0.37 dollars.
#[must_use]
pub fn unit_price(number: usize) -> UnitPrice {
    let dearer = i64::try_from(number).unwrap_or(0);
    UnitPrice { minor_units: 1_000 + 37 * dearer, includes_tax: false }
}

/// What the lines of a cart cost without any offers.
#[must_use]
pub fn subtotal(cart: &Cart) -> i64 {
    cart.lines.iter().map(|line| line.unit_price.minor_units * i64::from(line.quantity.units())).sum()
}

fn product(number: usize, offers: Offers) -> Result<Product, InvalidId> {
    let tax_rate = match offers {
        Offers::None => Rate::ZERO,
        Offers::PromotionsAndTaxes => fifth(),
    };
    Ok(Product {
        slug: format!("product-{number}"),
        description: "A product of ordinary size, with a sentence about it.".to_owned(),
        category: "things".to_owned(),
        prices: [(Currency::USD, unit_price(number))].into(),
        tax_rate,
        stock: Stock { tracked: true, available: i64::from(u32::MAX), ..Stock::UNTRACKED },
        ..Product::new(product_id(number)?, sku(number)?, format!("Product {number}"), NOW)
    })
}

/// 20 %.
pub(crate) fn fifth() -> Rate {
    Rate::parse("0.2").unwrap_or(Rate::ZERO)
}
