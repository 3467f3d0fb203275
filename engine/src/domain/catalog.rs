//! What can be sold, to whom, and for how much.

use std::borrow::Cow;

use crate::domain::bundle::{BundlePrice, Component};
use crate::domain::delivery::Delivery;
use crate::domain::id::{CustomerId, ProductId, Sku, VariantId};
use crate::domain::money::{Currency, Prices, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;
use crate::domain::value::{Members, Value};

/// Something that can be put into a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its identifier.
    pub id: ProductId,
    /// Its stock keeping unit.
    pub sku: Sku,
    /// Its name in addresses of pages; may be empty.
    pub slug: String,
    /// Its name for shoppers.
    pub name: String,
    /// A text for shoppers; may be empty.
    pub description: String,
    /// A picture.
    pub image: Image,
    /// Whether it is on sale.
    pub status: ProductStatus,
    /// Its category; may be empty.
    pub category: String,
    /// Attributes of its own, by name, in order.
    pub attributes: Members,
    /// Named texts in order; a name may stand several times.
    pub meta: Vec<MetaEntry>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its price in each currency in which it is sold.
    pub prices: Prices,
    /// Lower prices of larger quantities, by rising quantity. The tier of a line's quantity, without what promotions have
    /// added, prices all its units.
    pub tiers: Vec<PriceTier>,
    /// The tax on it, in or on top of its price.
    pub tax_rate: Rate,
    /// Its components, in order, each key once; of a product that is no bundle none.
    pub components: Vec<Component>,
    /// What it costs as a bundle; not looked at where it is none.
    pub bundle_price: BundlePrice,
    /// What is in stock of it.
    pub stock: Stock,
    /// The custom inputs that shoppers may or must give, in order.
    pub custom_inputs: Vec<CustomInputDefinition>,
    /// The names of options that must be given where a caller asks for them to be checked.
    pub required_options: Vec<String>,
    /// Its variants; where there are any, one of them must be chosen.
    pub variants: Vec<Variant>,
}

impl Product {
    /// A product on sale, of which there is always enough, and which costs nothing in any currency yet.
    #[must_use]
    pub const fn new(id: ProductId, sku: Sku, name: String, created_at: Timestamp) -> Self {
        Self {
            id,
            sku,
            slug: String::new(),
            name,
            description: String::new(),
            image: Image::NONE,
            status: ProductStatus::Active,
            category: String::new(),
            attributes: Vec::new(),
            meta: Vec::new(),
            created_at,
            prices: Prices::new(),
            tiers: Vec::new(),
            tax_rate: Rate::ZERO,
            components: Vec::new(),
            bundle_price: BundlePrice::Fixed,
            stock: Stock::UNTRACKED,
            custom_inputs: Vec::new(),
            required_options: Vec::new(),
            variants: Vec::new(),
        }
    }

    /// The variant of this identifier.
    #[must_use]
    pub fn variant(&self, id: &VariantId) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == *id)
    }

    /// The attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// What one unit costs in this currency where so many are bought, as this variant where one is named. A variant's own
    /// price has no tiers. What a bundle costs whose price is the sum of its parts is not looked at.
    #[must_use]
    pub fn unit_price(
        &self,
        variant: Option<&Variant>,
        currency: Currency,
        quantity: Quantity,
    ) -> Option<UnitPrice> {
        let own = variant.and_then(|variant| variant.prices.get(&currency));
        let tiers = self.tiers.iter().filter(|tier| tier.quantity_min <= quantity);
        let tier = tiers.filter_map(|tier| tier.prices.get(&currency)).next_back();
        own.or(tier).or_else(|| self.prices.get(&currency)).copied()
    }

    /// What is in stock, of this variant where one is named.
    #[must_use]
    pub fn stock_of<'a>(&'a self, variant: Option<&'a Variant>) -> &'a Stock {
        variant.and_then(|variant| variant.stock.as_ref()).unwrap_or(&self.stock)
    }

    /// The stock keeping unit, of this variant where one is named.
    #[must_use]
    pub fn sku_of<'a>(&'a self, variant: Option<&'a Variant>) -> &'a Sku {
        variant.map_or(&self.sku, |variant| &variant.sku)
    }

    /// The name for shoppers, and this variant's where one is named that has a name, such as "T-Shirt - Red".
    #[must_use]
    pub fn name_of(&self, variant: Option<&Variant>) -> Cow<'_, str> {
        match variant {
            Some(variant) if !variant.name.is_empty() => format!("{} - {}", self.name, variant.name).into(),
            Some(_) | None => self.name.as_str().into(),
        }
    }
}

/// What a unit costs where at least so many are bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceTier {
    /// From how many units on.
    pub quantity_min: Quantity,
    /// What each costs; a currency that is not there has the price of the tier below.
    pub prices: Prices,
}

/// One of the forms that a product comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its identifier, unique over all products and variants.
    pub id: VariantId,
    /// Its stock keeping unit, unique over all products and variants.
    pub sku: Sku,
    /// Its name beside the product's, such as "Red - Medium".
    pub name: String,
    /// Its prices; in a currency that is not there the product's holds.
    pub prices: Prices,
    /// What is in stock of it; where there is none the product's stock holds.
    pub stock: Option<Stock>,
}

/// Where a picture is. Texts are empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// Its address, absolute or relative.
    pub href: String,
    /// Its file name.
    pub file_name: String,
    /// Its media type.
    pub mime_type: String,
}

impl Image {
    /// No picture.
    pub const NONE: Self = Self { href: String::new(), file_name: String::new(), mime_type: String::new() };
}

/// Whether a product is on sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductStatus {
    /// On sale.
    Active,
    /// Not, or not yet, or no longer on sale.
    Inactive,
}

/// A named text beside a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaEntry {
    /// Its name; not unique.
    pub key: String,
    /// The text.
    pub value: String,
}

/// What is in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Whether units are counted at all; where not, there is always enough.
    pub tracked: bool,
    /// Units that can be sold now, 0 or more. A cart line holds none back.
    pub available: i64,
    /// Units that are held back for orders, 0 or more; none of them is among those that can be sold.
    pub allocated: i64,
    /// At this many units or fewer, stock is low; none where that is never so.
    pub low_threshold: Option<i64>,
    /// Whether more can be sold than there is.
    pub backorder: bool,
}

impl Stock {
    /// Stock that is not counted.
    pub const UNTRACKED: Self =
        Self { tracked: false, available: 0, allocated: 0, low_threshold: None, backorder: false };

    /// Whether so many units can be sold.
    #[must_use]
    pub fn allows(&self, units: i64) -> bool {
        !self.tracked || self.backorder || units <= self.available
    }
}

/// A text that a shopper may or must give with a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomInputDefinition {
    /// Its key.
    pub key: String,
    /// Its name for shoppers; a shopper's text may come under either.
    pub name: String,
    /// Whether it must be given.
    pub required: bool,
    /// Most Unicode scalar values it may have, where that is limited.
    pub characters_max: Option<u32>,
}

/// A registered customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The customer's identifier.
    pub id: CustomerId,
    /// The customer's name; may be empty.
    pub name: String,
    /// The customer's e-mail address; may be empty.
    pub email: String,
}

/// How amounts of a currency are written for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyFormat {
    /// The currency.
    pub currency: Currency,
    /// The text around an amount: `{price}` stands for the number, `{code}` for the currency's code.
    pub format: String,
    /// What stands before the decimals.
    pub decimal_point: String,
    /// What stands between groups of three digits; may be empty.
    pub thousand_separator: String,
    /// How many decimals are written; also how many minor units, as a power of ten, make one major unit.
    pub decimal_places: u8,
}

/// What holds for the whole store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The store's identifier; may be empty.
    pub store_id: String,
    /// The catalog's identifier; may be empty.
    pub catalog_id: String,
    /// The currency of carts for which nobody names one.
    pub default_currency: Currency,
    /// The currencies in which the store sells; the default one is among them.
    pub currencies: Vec<CurrencyFormat>,
    /// How goods are sent, and what tax is on them where they go.
    pub delivery: Delivery,
}

impl Settings {
    /// What a store sells in before anybody says so: US dollars.
    #[must_use]
    pub fn in_dollars() -> Self {
        let format = CurrencyFormat {
            currency: Currency::USD,
            format: "${price}".to_owned(),
            decimal_point: ".".to_owned(),
            thousand_separator: ",".to_owned(),
            decimal_places: 2,
        };
        Self {
            store_id: String::new(),
            catalog_id: String::new(),
            default_currency: Currency::USD,
            currencies: vec![format],
            delivery: Delivery::default(),
        }
    }

    /// How amounts of this currency are written; none where the store does not sell in it.
    #[must_use]
    pub fn format(&self, currency: Currency) -> Option<&CurrencyFormat> {
        self.currencies.iter().find(|format| format.currency == currency)
    }
}
