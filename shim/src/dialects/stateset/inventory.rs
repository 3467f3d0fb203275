//! What a line says of its stock.

use serde::Serialize;
use trolley_engine::LineView;

/// The two members of a line that tell of its stock, now and not when the line was added.
///
/// Source: 002_9a03df3278c5038c, which prints `in_stock`; stateset.md, 2, Line. Reading: the other values are derived
/// from stock, threshold and backorder; what is not tracked has no `available_quantity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Inventory {
    inventory_status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    available_quantity: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    InStock,
    LowStock,
    OutOfStock,
    Backorder,
}

impl Inventory {
    /// What there is of the line's product or variant. What is no longer in the catalog is out of stock; of a custom item
    /// there is always enough.
    pub(super) fn of(line: &LineView<'_>) -> Self {
        let enough = Self { inventory_status: Status::InStock, available_quantity: None };
        if line.line.custom().is_some() {
            return enough;
        }
        let Some(stock) = line.stock() else {
            return Self { inventory_status: Status::OutOfStock, available_quantity: None };
        };
        if !stock.tracked {
            return enough;
        }
        let inventory_status = if stock.available <= 0 {
            if stock.backorder { Status::Backorder } else { Status::OutOfStock }
        } else if stock.low_threshold.is_some_and(|threshold| stock.available <= threshold) {
            Status::LowStock
        } else {
            Status::InStock
        };
        Self { inventory_status, available_quantity: Some(stock.available) }
    }

    /// How many are left, where that is few.
    pub(super) fn low(&self) -> Option<i64> {
        self.available_quantity.filter(|_| self.inventory_status == Status::LowStock)
    }
}
