//! What a cart looks like from outside: the cart, what it costs, and the products in it as they are now.

use std::borrow::Cow;
use std::sync::Arc;

use crate::domain::cart::{Cart, Line};
use crate::domain::catalog::{Customer, Product, Stock, Variant};
use crate::domain::delivery::TaxZone;
use crate::domain::id::{ParkedId, ProductId};
use crate::domain::parked::Note;
use crate::domain::pricing::{PricedCart, PricedLine, price};
use crate::domain::promotion::Promotions;
use crate::domain::time::Timestamp;
use crate::error::Error;

/// A cart with all that an answer to a caller is made of.
#[derive(Debug, Clone)]
pub struct CartView {
    /// The cart. Its custom inputs are all loaded.
    pub cart: Cart,
    /// What it costs.
    pub priced: PricedCart,
    /// The product of each line as it is now, in the order of the cart's lines; none where it is no longer there.
    pub products: Vec<Option<Arc<Product>>>,
    /// The products that are selected of the cart's bundles as they are now, each once; those that are no longer there are
    /// left out.
    pub parts: Vec<Arc<Product>>,
    /// The customer it belongs to, where that is a known one.
    pub customer: Option<Customer>,
    /// The promotions by which it was priced.
    pub promotions: Arc<Promotions>,
}

/// What was set aside of a cart, with all that an answer to a caller is made of.
#[derive(Debug, Clone)]
pub struct ParkedView {
    /// Its identifier.
    pub id: ParkedId,
    /// What was noted with it.
    pub note: Note,
    /// When it was set aside.
    pub parked_at: Timestamp,
    /// The cart as it was then, and what it would cost now.
    pub view: CartView,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many entries stand before it.
    pub offset: usize,
    /// Most entries of it.
    pub limit: usize,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The entries that were asked for, as far as there are so many.
    pub entries: Vec<T>,
    /// How many there are in all.
    pub total: u64,
}

impl CartView {
    /// The lines with their amounts and products, in the order in which they were first added.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = LineView<'_>> + ExactSizeIterator {
        self.cart.lines.iter().zip(&self.priced.lines).zip(&self.products).map(|((line, priced), product)| {
            let product = product.as_deref();
            let variant = product.zip(line.variant()).and_then(|(product, id)| product.variant(id));
            LineView { line, priced, product, variant }
        })
    }

    /// The same, were the cart to go into this zone: with the zone's taxes on the lines that have none of their own. Nothing
    /// is stored.
    ///
    /// # Errors
    ///
    /// [`Error::TotalOutOfRange`] where the taxes make it cost too much.
    pub fn taxed(mut self, zone: &TaxZone, now: Timestamp) -> Result<Self, Error> {
        self.cart = zone.tax(&self.cart);
        self.priced =
            price(&self.cart, &self.promotions, now).map_err(|_out_of_range| Error::TotalOutOfRange)?;
        Ok(self)
    }

    /// Until when this cart looks as it does where nothing is changed, seen at this moment: when the cart expires, or the
    /// next promotion begins or ends; none for ever.
    #[must_use]
    pub fn same_until(&self, now: Timestamp) -> Option<Timestamp> {
        let promotions = self.promotions.all().iter();
        let turns = promotions.flat_map(|promotion| [promotion.starts_at, promotion.ends_at]);
        turns.chain([self.cart.expires_at()]).flatten().filter(|turn| now < *turn).min()
    }

    /// The product of this identifier, where it is selected of one of the cart's bundles.
    #[must_use]
    pub fn part(&self, id: &ProductId) -> Option<&Product> {
        self.parts.iter().map(Arc::as_ref).find(|part| part.id == *id)
    }
}

/// A line with its amounts and its product as it is now.
#[derive(Debug, Clone, Copy)]
pub struct LineView<'a> {
    /// The line.
    pub line: &'a Line,
    /// What it costs.
    pub priced: &'a PricedLine,
    /// Its product; none where it is no longer there.
    pub product: Option<&'a Product>,
    /// Its variant; none where it has none, or that is no longer there.
    pub variant: Option<&'a Variant>,
}

impl<'a> LineView<'a> {
    /// The identifier of the line's variant, or else of its product: by it the same is added again by who knows no
    /// variants, only products. Empty of a custom item.
    #[must_use]
    pub fn product_or_variant_id(&self) -> &'a str {
        let product = self.line.product().map_or("", |product| product.as_str());
        self.line.variant().map_or(product, |variant| variant.as_str())
    }

    /// The name of the custom item or of the line's product, and its variant's where it has one, such as "T-Shirt - Red"; empty where the
    /// product is no longer there.
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        if let Some(custom) = self.line.custom() {
            return custom.name.as_str().into();
        }
        self.product.map_or(Cow::Borrowed(""), |product| product.name_of(self.variant))
    }

    /// What is in stock of the line's product or variant.
    #[must_use]
    pub fn stock(&self) -> Option<&'a Stock> {
        self.product.map(|product| product.stock_of(self.variant))
    }

    /// The stock keeping unit of the custom item or of the line's product or variant; empty where the product is no longer
    /// there.
    #[must_use]
    pub fn sku(&self) -> &'a str {
        if let Some(custom) = self.line.custom() {
            return custom.sku.as_str();
        }
        self.product.map_or("", |product| product.sku_of(self.variant).as_str())
    }
}
