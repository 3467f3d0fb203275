//! Lines of carts and orders in an export.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::bundle::{SelectedComponent, Selection};
use trolley_engine::domain::cart::{AutoAdded, Content, CustomInputs, CustomItem, Line, Options};
use trolley_engine::domain::id::{LineId, ProductId, PromotionId, TaxId, VariantId};
use trolley_engine::domain::tax::{Rate, Tax, TaxAmount};

use super::Invalid;
use super::component::SelectedWire;
use super::money::UnitPriceWire;
use super::spelling::{Moment, Spelling};
use crate::json::{from_members, from_value, into_members, into_value};

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineWire {
    id: Spelling<LineId>,
    sequence: u64,
    content: ContentWire,
    quantity: i64,
    auto_added: Vec<AutoAddedWire>,
    unit_price: UnitPriceWire,
    list_price: UnitPriceWire,
    price_overridden: bool,
    tax_rate: Spelling<Rate>,
    taxes: Vec<TaxWire>,
    custom_inputs: Option<Json>,
    location: Option<String>,
    options: Option<OptionsWire>,
    notes: Option<String>,
    /// Whatever was attached; none where nothing was, `null` included in what can be.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    metadata: Option<Json>,
    added_at: Moment,
    updated_at: Moment,
}

/// What stands there, `null` too.
fn some<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// What a line is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ContentWire {
    Product {
        product: Spelling<ProductId>,
        variant: Option<Spelling<VariantId>>,
        bundle: Option<Vec<SelectedWire>>,
    },
    Custom {
        name: String,
        sku: String,
        description: String,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AutoAddedWire {
    promotion: Spelling<PromotionId>,
    units: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TaxWire {
    id: Spelling<TaxId>,
    name: String,
    jurisdiction: Option<String>,
    code: Option<String>,
    amount: TaxAmountWire,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum TaxAmountWire {
    Rate(Spelling<Rate>),
    FixedMinorUnits(i64),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionsWire {
    chosen: Map<String, Json>,
    replaced: bool,
}

impl From<Line> for LineWire {
    fn from(line: Line) -> Self {
        let inputs = line.custom_inputs.as_ref().and_then(CustomInputs::value);
        Self {
            id: Spelling(line.id),
            sequence: line.sequence,
            content: line.content.into(),
            quantity: i64::from(line.quantity.units()),
            auto_added: line
                .auto_added
                .into_iter()
                .map(|AutoAdded { promotion, units }| AutoAddedWire { promotion: Spelling(promotion), units })
                .collect(),
            unit_price: line.unit_price.into(),
            list_price: line.list_price.into(),
            price_overridden: line.price_overridden,
            tax_rate: Spelling(line.tax_rate),
            taxes: line.taxes.into_iter().map(TaxWire::from).collect(),
            custom_inputs: inputs.map(from_value),
            location: line.location,
            options: line
                .options
                .map(|Options { chosen, replaced }| OptionsWire { chosen: from_members(&chosen), replaced }),
            notes: line.notes,
            metadata: line.metadata.as_ref().map(from_value),
            added_at: Moment(line.added_at),
            updated_at: Moment(line.updated_at),
        }
    }
}

impl TryFrom<LineWire> for Line {
    type Error = Invalid;

    fn try_from(wire: LineWire) -> Result<Self, Invalid> {
        let quantity = Quantity::new(wire.quantity);
        let nothing = || Invalid::new("custom_inputs", "there is nothing in them");
        let inputs = wire.custom_inputs.map(|inputs| CustomInputs::new(into_value(inputs)));
        Ok(Self {
            id: wire.id.0,
            sequence: wire.sequence,
            content: wire.content.into(),
            quantity: quantity.ok_or_else(|| Invalid::new("quantity", "it is out of range"))?,
            auto_added: wire
                .auto_added
                .into_iter()
                .map(|AutoAddedWire { promotion, units }| AutoAdded { promotion: promotion.0, units })
                .collect(),
            unit_price: wire.unit_price.into(),
            list_price: wire.list_price.into(),
            price_overridden: wire.price_overridden,
            tax_rate: wire.tax_rate.0,
            taxes: wire.taxes.into_iter().map(Tax::from).collect(),
            custom_inputs: inputs.map(|inputs| inputs.ok_or_else(nothing)).transpose()?,
            location: wire.location,
            options: wire
                .options
                .map(|OptionsWire { chosen, replaced }| Options { chosen: into_members(chosen), replaced }),
            notes: wire.notes,
            metadata: wire.metadata.map(into_value),
            added_at: wire.added_at.0,
            updated_at: wire.updated_at.0,
        })
    }
}

impl From<Content> for ContentWire {
    fn from(content: Content) -> Self {
        let selected = |bundle: Selection| {
            let components = bundle.components().iter().cloned();
            components.map(SelectedWire::from).collect()
        };
        match content {
            Content::Product { product, variant, bundle } => Self::Product {
                product: Spelling(product),
                variant: variant.map(Spelling),
                bundle: bundle.map(selected),
            },
            Content::Custom(CustomItem { name, sku, description }) => Self::Custom { name, sku, description },
        }
    }
}

impl From<ContentWire> for Content {
    fn from(wire: ContentWire) -> Self {
        let selection = |components: Vec<SelectedWire>| {
            Selection::new(components.into_iter().map(SelectedComponent::from).collect())
        };
        match wire {
            ContentWire::Product { product, variant, bundle } => Self::Product {
                product: product.0,
                variant: variant.map(|variant| variant.0),
                bundle: bundle.map(selection),
            },
            ContentWire::Custom { name, sku, description } => {
                Self::Custom(CustomItem { name, sku, description })
            }
        }
    }
}

impl From<Tax> for TaxWire {
    fn from(tax: Tax) -> Self {
        Self {
            id: Spelling(tax.id),
            name: tax.name,
            jurisdiction: tax.jurisdiction,
            code: tax.code,
            amount: match tax.amount {
                TaxAmount::Rate(rate) => TaxAmountWire::Rate(Spelling(rate)),
                TaxAmount::Fixed(minor_units) => TaxAmountWire::FixedMinorUnits(minor_units),
            },
        }
    }
}

impl From<TaxWire> for Tax {
    fn from(wire: TaxWire) -> Self {
        Self {
            id: wire.id.0,
            name: wire.name,
            jurisdiction: wire.jurisdiction,
            code: wire.code,
            amount: match wire.amount {
                TaxAmountWire::Rate(rate) => TaxAmount::Rate(rate.0),
                TaxAmountWire::FixedMinorUnits(minor_units) => TaxAmount::Fixed(minor_units),
            },
        }
    }
}
