//! What an order costs, in an export: all amounts in minor units.

use serde::{Deserialize, Serialize};
use trolley_engine::domain::id::PromotionId;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::pricing::{Applied, DeclineReason, Declined, PricedCart, PricedLine, Suggestion};
use trolley_engine::domain::promotion::Target;

use super::spelling::Spelling;

/// What an order costs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PricedWire {
    currency: Option<Spelling<Currency>>,
    lines: Vec<PricedLineWire>,
    applied: Vec<AppliedWire>,
    declined: Vec<DeclinedWire>,
    suggestions: Vec<SuggestionWire>,
    subtotal: i64,
    discount_total: i64,
    tax_total: i64,
    included_tax_total: i64,
    undiscounted_total: i64,
    total: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PricedLineWire {
    subtotal: i64,
    discount_total: i64,
    tax_total: i64,
    included_tax_total: i64,
    undiscounted_total: i64,
    total: i64,
    unit_total: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AppliedWire {
    promotion: Option<Spelling<PromotionId>>,
    id: String,
    code: String,
    name: String,
    is_of_cart: bool,
    minor_units: i64,
    shares: Vec<ShareWire>,
}

/// What is taken off the line in this place, from 0.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareWire {
    line: usize,
    minor_units: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclinedWire {
    promotion: Spelling<PromotionId>,
    code: Option<String>,
    reason: ReasonWire,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReasonWire {
    CurrencyMissing,
    NotActive,
    NotQualified,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SuggestionWire {
    promotion: Spelling<PromotionId>,
    code: String,
    name: String,
    gifts: Vec<GiftWire>,
    is_added: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GiftWire {
    target: String,
    units: u32,
}

impl From<PricedCart> for PricedWire {
    fn from(priced: PricedCart) -> Self {
        Self {
            currency: priced.currency.map(Spelling),
            lines: priced.lines.into_iter().map(PricedLineWire::from).collect(),
            applied: priced.applied.into_iter().map(AppliedWire::from).collect(),
            declined: priced.declined.into_iter().map(DeclinedWire::from).collect(),
            suggestions: priced.suggestions.into_iter().map(SuggestionWire::from).collect(),
            subtotal: priced.subtotal,
            discount_total: priced.discount_total,
            tax_total: priced.tax_total,
            included_tax_total: priced.included_tax_total,
            undiscounted_total: priced.undiscounted_total,
            total: priced.total,
        }
    }
}

impl From<PricedWire> for PricedCart {
    fn from(wire: PricedWire) -> Self {
        Self {
            currency: wire.currency.map(|currency| currency.0),
            lines: wire.lines.into_iter().map(PricedLine::from).collect(),
            applied: wire.applied.into_iter().map(Applied::from).collect(),
            declined: wire.declined.into_iter().map(Declined::from).collect(),
            suggestions: wire.suggestions.into_iter().map(Suggestion::from).collect(),
            subtotal: wire.subtotal,
            discount_total: wire.discount_total,
            tax_total: wire.tax_total,
            included_tax_total: wire.included_tax_total,
            undiscounted_total: wire.undiscounted_total,
            total: wire.total,
        }
    }
}

impl From<PricedLine> for PricedLineWire {
    fn from(line: PricedLine) -> Self {
        Self {
            subtotal: line.subtotal,
            discount_total: line.discount_total,
            tax_total: line.tax_total,
            included_tax_total: line.included_tax_total,
            undiscounted_total: line.undiscounted_total,
            total: line.total,
            unit_total: line.unit_total,
        }
    }
}

impl From<PricedLineWire> for PricedLine {
    fn from(wire: PricedLineWire) -> Self {
        Self {
            subtotal: wire.subtotal,
            discount_total: wire.discount_total,
            tax_total: wire.tax_total,
            included_tax_total: wire.included_tax_total,
            undiscounted_total: wire.undiscounted_total,
            total: wire.total,
            unit_total: wire.unit_total,
        }
    }
}

impl From<Applied> for AppliedWire {
    fn from(applied: Applied) -> Self {
        let shares = applied.shares.into_iter();
        Self {
            promotion: applied.promotion.map(Spelling),
            id: applied.id,
            code: applied.code,
            name: applied.name,
            is_of_cart: applied.is_of_cart,
            minor_units: applied.minor_units,
            shares: shares.map(|(line, minor_units)| ShareWire { line, minor_units }).collect(),
        }
    }
}

impl From<AppliedWire> for Applied {
    fn from(wire: AppliedWire) -> Self {
        let shares = wire.shares.into_iter();
        Self {
            promotion: wire.promotion.map(|promotion| promotion.0),
            id: wire.id,
            code: wire.code,
            name: wire.name,
            is_of_cart: wire.is_of_cart,
            minor_units: wire.minor_units,
            shares: shares.map(|ShareWire { line, minor_units }| (line, minor_units)).collect(),
        }
    }
}

impl From<Declined> for DeclinedWire {
    fn from(declined: Declined) -> Self {
        Self {
            promotion: Spelling(declined.promotion),
            code: declined.code,
            reason: match declined.reason {
                DeclineReason::CurrencyMissing => ReasonWire::CurrencyMissing,
                DeclineReason::NotActive => ReasonWire::NotActive,
                DeclineReason::NotQualified => ReasonWire::NotQualified,
            },
        }
    }
}

impl From<DeclinedWire> for Declined {
    fn from(wire: DeclinedWire) -> Self {
        Self {
            promotion: wire.promotion.0,
            code: wire.code,
            reason: match wire.reason {
                ReasonWire::CurrencyMissing => DeclineReason::CurrencyMissing,
                ReasonWire::NotActive => DeclineReason::NotActive,
                ReasonWire::NotQualified => DeclineReason::NotQualified,
            },
        }
    }
}

impl From<Suggestion> for SuggestionWire {
    fn from(suggestion: Suggestion) -> Self {
        let gifts = suggestion.gifts.into_iter();
        Self {
            promotion: Spelling(suggestion.promotion),
            code: suggestion.code,
            name: suggestion.name,
            gifts: gifts.map(|(target, units)| GiftWire { target: target.0, units }).collect(),
            is_added: suggestion.is_added,
        }
    }
}

impl From<SuggestionWire> for Suggestion {
    fn from(wire: SuggestionWire) -> Self {
        let gifts = wire.gifts.into_iter();
        Self {
            promotion: wire.promotion.0,
            code: wire.code,
            name: wire.name,
            gifts: gifts.map(|GiftWire { target, units }| (Target(target), units)).collect(),
            is_added: wire.is_added,
        }
    }
}
