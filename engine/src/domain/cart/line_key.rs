//! What makes two adds one line.

use crate::domain::bundle::Selection;
use crate::domain::cart::{Cart, Content, Line};
use crate::domain::id::{LineId, ProductId, VariantId};
use crate::domain::value::Fingerprint;

impl Cart {
    /// The place of the line that an add of this key meets; none where it makes a new line.
    #[must_use]
    pub fn place_of_key(&self, key: LineKey<'_>) -> Option<usize> {
        let location = key.location.filter(|_| self.separates_locations);
        let key = LineKey { location, ..key };
        self.lines.iter().position(|line| {
            let of_line = line.key();
            LineKey { location: of_line.location.filter(|_| self.separates_locations), ..of_line } == key
        })
    }
}

impl Line {
    /// What makes another add this line, and not a new one.
    #[must_use]
    pub fn key(&self) -> LineKey<'_> {
        LineKey {
            content: ContentKey::of(&self.content, &self.id),
            custom_inputs: self.custom_inputs.as_ref().map(|inputs| inputs.fingerprint),
            location: self.location.as_deref(),
        }
    }
}

/// What makes two adds one line: what it is, custom inputs whatever the order of their members, and location
/// where the cart separates those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey<'a> {
    /// What it is.
    pub content: ContentKey<'a>,
    /// The digest of the custom inputs; none where there are none.
    pub custom_inputs: Option<Fingerprint>,
    /// The location.
    pub location: Option<&'a str>,
}

/// What makes two adds the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentKey<'a> {
    /// A product.
    Product {
        /// The product.
        product: &'a ProductId,
        /// The variant.
        variant: Option<&'a VariantId>,
        /// The digest of what is selected, where it is a bundle.
        bundle: Option<Fingerprint>,
    },
    /// Custom items of one stock keeping unit.
    CustomOfSku(&'a str),
    /// A custom item without one, which is never the same as another.
    CustomAlone(&'a LineId),
}

impl<'a> ContentKey<'a> {
    /// The key of this content on this line.
    #[must_use]
    pub fn of(content: &'a Content, line: &'a LineId) -> Self {
        match content {
            Content::Product { product, variant, bundle } => Self::Product {
                product,
                variant: variant.as_ref(),
                bundle: bundle.as_ref().map(Selection::fingerprint),
            },
            Content::Custom(custom) if custom.sku.is_empty() => Self::CustomAlone(line),
            Content::Custom(custom) => Self::CustomOfSku(&custom.sku),
        }
    }
}
