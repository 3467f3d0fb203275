//! What can be wrong with an import.

use crate::domain::id::{CustomerId, ProductId, PromotionId, ShippingMethodId, Sku, TaxZoneId};
use crate::domain::money::Currency;

/// What is wrong with an import. Of several things one is told: what is wrong with something by itself before a name that is
/// taken, and of those the first by the order of the products' identifiers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportProblem {
    /// Two products or variants would have one stock keeping unit.
    #[error("two products or variants would have the SKU {sku}")]
    SkuTaken {
        /// The stock keeping unit.
        sku: Sku,
    },
    /// Two products or variants would have one identifier.
    #[error("two products or variants would have the identifier {id}")]
    IdTaken {
        /// The identifier.
        id: String,
    },
    /// Two of the customers have one identifier.
    #[error("the customer {customer} stands there twice")]
    CustomerTwice {
        /// The second one's place among the import's customers, from 0.
        index: usize,
        /// The identifier.
        customer: CustomerId,
    },
    /// Two of the keys have one digest: one secret cannot have two meanings.
    #[error("the key stands there twice")]
    KeyTwice {
        /// The second one's place among the import's keys, from 0.
        index: usize,
    },
    /// The default currency is not among the currencies.
    #[error("the default currency {currency} is not among the currencies")]
    DefaultCurrencyMissing {
        /// The currency.
        currency: Currency,
    },
    /// Two promotions would have one code.
    #[error("two promotions would have the code {code}")]
    CodeTaken {
        /// The code.
        code: String,
    },
    /// A promotion has an amount or a number that is out of range, or says nothing where it must say something.
    #[error("the promotion {promotion} is not valid: {reason}")]
    PromotionInvalid {
        /// The promotion.
        promotion: PromotionId,
        /// What is wrong.
        reason: &'static str,
    },
    /// A bundle has a component that cannot be, or the tiers of a product are not by rising quantity.
    #[error("the product {product} is not valid: {reason}")]
    ProductInvalid {
        /// The product.
        product: ProductId,
        /// What is wrong.
        reason: &'static str,
    },
    /// A way of shipping has an amount or a country that makes no sense, or stands there twice.
    #[error("the shipping method {method} is not valid: {reason}")]
    ShippingMethodInvalid {
        /// The way of shipping.
        method: ShippingMethodId,
        /// What is wrong.
        reason: &'static str,
    },
    /// A tax zone has a country or a tax that makes no sense, or stands there twice.
    #[error("the tax zone {zone} is not valid: {reason}")]
    TaxZoneInvalid {
        /// The zone.
        zone: TaxZoneId,
        /// What is wrong.
        reason: &'static str,
    },
    /// A price or a stock is negative or out of range.
    #[error("the product {product} has a price or a stock that is out of range")]
    OutOfRange {
        /// The product.
        product: ProductId,
    },
}
