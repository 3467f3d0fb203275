//! What the benchmarks share: a store with a catalog, and carts of a known size in it.

pub mod pricing;

use std::path::Path;

use tempfile::TempDir;
use trolley_engine::domain::cart::{Cart, CartStatus, Expiry};
use trolley_engine::domain::catalog::{Product, Stock};
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::command::{
    AddLine, AddLines, Checks, Command, CreateCart, NewCart, OnAbsent, OnPresent, ProductRef,
};
use trolley_engine::domain::id::{CartId, InvalidId, LineId, ProductId, Sku};
use trolley_engine::domain::money::{Currency, UnitPrice};
use trolley_engine::engine::Submission;
use trolley_engine::{Engine, Error, Options, Principal, Profile, Quantity, StoreError, Timestamp};

/// When everything happens.
const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);
/// How many products the catalog has: as many as a cart has lines at most.
const PRODUCTS: usize = 100;

/// Why a benchmark could not be set up.
#[derive(Debug)]
pub enum SetUpError {
    /// The store could not be opened.
    Store(StoreError),
    /// A command was refused.
    Refused(Error),
    /// An identifier is not one.
    Id(InvalidId),
    /// The folder could not be made.
    Folder(std::io::Error),
    /// A submission that ends with a cart gave none.
    NoCart,
}

macro_rules! from_errors {
    ($($variant:ident($error:ty)),+) => {$(
        impl From<$error> for SetUpError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )+};
}
from_errors!(Store(StoreError), Refused(Error), Id(InvalidId), Folder(std::io::Error));

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
    /// [`SetUpError`] where it cannot be made.
    pub fn new(profile: Profile, disk: &Path) -> Result<Self, SetUpError> {
        let (engine, folder) = match profile {
            Profile::Memory => (Engine::in_memory(Options::new(profile))?, None),
            Profile::Durable | Profile::Fast => {
                let folder = TempDir::new_in(disk)?;
                (Engine::open(&folder.path().join("carts.redb"), Options::new(profile))?, Some(folder))
            }
        };
        let shop = Self { engine, _folder: folder };
        shop.engine.submit(submission(Command::Import(Box::new(catalog()?))))?;
        Ok(shop)
    }

    /// A new cart with so many lines, of one unit each.
    ///
    /// # Errors
    ///
    /// [`SetUpError`] where it cannot be made.
    pub fn cart(&self, id: &str, lines: usize) -> Result<CartId, SetUpError> {
        let cart = CartId::new(id)?;
        let lines = (0..lines).map(one_unit).collect::<Result<_, _>>()?;
        let command = CreateCart {
            cart: cart.clone(),
            new: new_cart(),
            on_present: OnPresent::Refuse,
            status: CartStatus::Active,
            discounts: vec![],
            created_at: None,
            lines,
        };
        self.engine.submit(submission(Command::CreateCart(command)))?;
        Ok(cart)
    }

    /// Adds one unit of a product to the cart, and gives the cart as it is then.
    ///
    /// # Errors
    ///
    /// [`SetUpError`] where the command is refused.
    pub fn add(&self, cart: &CartId, product: usize) -> Result<Cart, SetUpError> {
        let command = AddLines::new(cart.clone(), OnAbsent::Refuse, vec![one_unit(product)?]);
        let receipt = self.engine.submit(submission(Command::AddLines(command)))?;
        receipt.cart.map(std::sync::Arc::unwrap_or_clone).ok_or(SetUpError::NoCart)
    }

    /// Reads the cart with its prices and products, and says how many lines it has.
    ///
    /// # Errors
    ///
    /// [`SetUpError`] where it is not there.
    pub fn lines_read(&self, cart: &CartId) -> Result<usize, SetUpError> {
        let view = self.engine.find_cart(cart, &Principal::Server, NOW)?.ok_or(SetUpError::NoCart)?;
        Ok(view.lines().filter(|line| line.product.is_some()).count())
    }
}

fn submission(command: Command) -> Submission {
    Submission::new(NOW, Principal::Server, vec![command])
}

fn new_cart() -> NewCart {
    NewCart::new(Expiry::Never)
}

fn one_unit(product: usize) -> Result<AddLine, InvalidId> {
    let new_line = LineId::new(format!("2b1f4c9e-0000-4000-8000-{product:012}"))?;
    let product = ProductRef::Id(product_id(product)?);
    Ok(AddLine { checks: Checks::ALL, ..AddLine::new(new_line, product, Quantity::ONE) })
}

fn product_id(number: usize) -> Result<ProductId, InvalidId> {
    ProductId::new(format!("9c0d7a52-0000-4000-8000-{number:012}"))
}

fn catalog() -> Result<Import, InvalidId> {
    let products = (0..PRODUCTS).map(product).collect::<Result<_, _>>()?;
    Ok(Import { products, ..Import::default() })
}

fn product(number: usize) -> Result<Product, InvalidId> {
    let sku = Sku::new(format!("SKU-{number:05}"))?;
    Ok(Product {
        slug: format!("product-{number}"),
        description: "A product of ordinary size, with a sentence about it.".to_owned(),
        category: "things".to_owned(),
        prices: [(Currency::USD, UnitPrice { minor_units: 1_999, includes_tax: false })].into(),
        stock: Stock { tracked: true, available: i64::from(u32::MAX), ..Stock::UNTRACKED },
        ..Product::new(product_id(number)?, sku, format!("Product {number}"), NOW)
    })
}
