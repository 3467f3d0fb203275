//! What a request asks to be shown beside its answer.

use crate::exchange::Request;

/// The names in the parameter `include` that are known here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Include {
    /// The lines of a cart.
    pub(super) items: bool,
    /// The taxes of the lines.
    pub(super) tax_items: bool,
    /// The promotions that take something off.
    pub(super) promotions: bool,
    /// The cart's own discounts.
    pub(super) custom_discounts: bool,
    /// The products that are selected of bundles, within the lines.
    pub(super) component_products: bool,
}

impl Include {
    /// Whether lines are to name what belongs to them.
    pub(super) const fn is_of_lines(self) -> bool {
        self.tax_items || self.promotions || self.custom_discounts
    }
}

/// What the request asks for.
///
/// Source: elasticpath.md, 1 ("Include parameter"): a list by commas, or several parameters; clients send both. Names that
/// nobody knows are left unread.
pub(super) fn include(request: &Request) -> Include {
    let mut include = Include::default();
    let lists = request.query.iter().filter(|(key, _)| key == "include");
    for name in lists.flat_map(|(_, list)| list.split(',')) {
        match name.trim() {
            "items" => include.items = true,
            "tax_items" => include.tax_items = true,
            "promotions" => include.promotions = true,
            "custom_discounts" => include.custom_discounts = true,
            "component_products" => include.component_products = true,
            _ => {}
        }
    }
    include
}
