//! What each API should show of the cart.
//!
//! What it costs is reckoned here once more. The one thing taken from a view is how the code's tenth is spread over the
//! lines, to which there is more than one good answer; it is checked, and all views must have the same.

use std::cmp::Reverse;

use super::ledger::{Ledger, Row};
use super::views::{Fault, View, ViewLine};

/// A cart with what it costs.
#[derive(Debug)]
pub(super) struct Priced<'a> {
    ledger: &'a Ledger,
    lines: Vec<PricedLine<'a>>,
}

#[derive(Debug)]
struct PricedLine<'a> {
    row: &'a Row,
    price: i64,
    list_price: i64,
    includes_tax: bool,
    subtotal: i64,
    off_by_gift: i64,
    off_by_code: i64,
    /// Tax on top of the price, and in it.
    tax: i64,
    included_tax: i64,
    /// The total, were nothing taken off.
    undiscounted: i64,
}

impl PricedLine<'_> {
    fn left(&self) -> i64 {
        self.subtotal - self.off_by_gift - self.off_by_code
    }

    fn total(&self) -> i64 {
        self.left() + self.tax
    }
}

impl<'a> Priced<'a> {
    /// What the cart costs, where the code takes so much off each line.
    pub(super) fn new(ledger: &'a Ledger, shares: &[i64]) -> Result<Self, Fault> {
        if shares.len() != ledger.rows.len() {
            return Err(format!("{} lines, where {} are expected", shares.len(), ledger.rows.len()));
        }
        let lines: Vec<PricedLine<'_>> =
            ledger.rows.iter().zip(shares).map(|(row, share)| line(ledger, row, *share)).collect();
        let priced = Self { ledger, lines };
        priced.check_shares()?;
        Ok(priced)
    }

    /// The tenth is that of what is left once the gifts are free, and each line has its part of it.
    fn check_shares(&self) -> Result<(), Fault> {
        let left: i64 = self.sum(|line| line.subtotal - line.off_by_gift);
        let off = if self.ledger.has_code { self.ledger.tenth() } else { 0 };
        if self.sum(|line| line.off_by_code) != off {
            return Err(format!("the code takes off {}, not {off}", self.sum(|line| line.off_by_code)));
        }
        for line in &self.lines {
            let own = line.subtotal - line.off_by_gift;
            let error = i128::from(line.off_by_code) * i128::from(left) - i128::from(off) * i128::from(own);
            if line.off_by_code < 0 || i128::from(left) < error.abs() {
                return Err(format!("{} is no tenth of {own}", line.off_by_code));
            }
        }
        Ok(())
    }

    fn sum(&self, part: impl Fn(&PricedLine<'_>) -> i64) -> i64 {
        self.lines.iter().map(part).sum()
    }

    fn count(&self) -> i64 {
        i64::try_from(self.lines.len()).expect("they are few")
    }

    fn view(&self, lines: Vec<ViewLine>, amounts: Vec<(&'static str, i64)>) -> View {
        View { exists: true, customer: self.ledger.customer.map(str::to_owned), lines, amounts }
    }

    /// Reading: the newest first; the product is the catalog's, at the catalog's price. What is in no catalog is a product
    /// that is in this line alone. Without a line nothing says whose the cart is.
    pub(super) fn storekit(&self) -> View {
        let line = |line: &PricedLine<'_>| {
            let product = line.row.good().map_or(line.row.id.as_str(), |good| good.product_or_variant());
            ViewLine {
                names: vec![line.row.id.clone(), product.to_owned(), product.to_owned()],
                amounts: vec![("units", line.row.units()), ("list price", line.list_price)],
            }
        };
        let mut newest_first: Vec<&PricedLine<'_>> = self.lines.iter().rev().collect();
        newest_first.sort_by_key(|line| Reverse(line.row.added));
        let view = self.view(newest_first.into_iter().map(line).collect(), vec![("lines", self.count())]);
        View { customer: view.customer.filter(|_| !self.lines.is_empty()), ..view }
    }

    /// Reading: a tax that is in a price is in no amount of its own. What is in no catalog has no product.
    pub(super) fn stateset(&self) -> View {
        if !self.ledger.exists {
            return View { exists: false, customer: None, lines: Vec::new(), amounts: Vec::new() };
        }
        let line = |line: &PricedLine<'_>| {
            let product = line.row.good().map_or("", |good| good.product);
            let variant = line.row.good().and_then(|good| good.variant).unwrap_or("");
            ViewLine {
                names: [line.row.id.as_str(), product, line.row.sku(), variant].map(str::to_owned).into(),
                amounts: vec![
                    ("units", line.row.units()),
                    ("price", line.price),
                    ("list price", line.list_price),
                    ("subtotal", line.subtotal),
                    ("off by code", line.off_by_code),
                    ("off by gift", line.off_by_gift),
                    ("left", line.left()),
                ],
            }
        };
        let amounts = vec![
            ("lines", self.count()),
            ("units", self.sum(|line| line.row.units())),
            ("subtotal", self.sum(|line| line.subtotal)),
            ("off", self.sum(|line| line.off_by_code + line.off_by_gift)),
            ("off by code", self.sum(|line| line.off_by_code)),
            ("off by gift", self.sum(|line| line.off_by_gift)),
            ("tax", self.sum(|line| line.tax)),
            ("taxes", self.sum(|line| line.tax)),
            ("total", self.sum(|line| line.total())),
        ];
        self.view(self.lines.iter().map(line).collect(), amounts)
    }

    /// Reading: `total` is the sum of the lines' `subtotal`, before anything is taken off and without tax on top. What has
    /// no SKU is named by its line.
    pub(super) fn sds_shop(&self) -> View {
        let line = |line: &PricedLine<'_>| {
            let sku = line.row.sds_sku();
            ViewLine {
                names: vec![sku.to_owned(), sku.to_owned()],
                amounts: vec![
                    ("units", line.row.units()),
                    ("price", line.price),
                    ("subtotal", line.subtotal),
                ],
            }
        };
        let subtotal = self.sum(|line| line.subtotal);
        let amounts = vec![
            ("lines", self.count()),
            ("units", self.sum(|line| line.row.units())),
            ("subtotal", subtotal),
            ("formatted subtotal", subtotal),
            ("empty", i64::from(self.lines.is_empty())),
        ];
        self.view(self.lines.iter().map(line).collect(), amounts)
    }

    /// Reading: what is taken off is negative; the tax is all of it, in the price and on top; the cart's blocks are the sums
    /// of the lines'. A promotion on the cart is a line behind the others, of what it takes off.
    pub(super) fn elastic_path(&self) -> View {
        let line = |line: &PricedLine<'_>| {
            let product = line.row.good().map_or("", |good| good.product_or_variant());
            let mut amounts = vec![
                ("units", line.row.units()),
                ("price", line.price),
                ("subtotal", line.subtotal),
                ("tax in price", i64::from(line.includes_tax)),
                ("gifts", line.row.gifts),
            ];
            amounts.extend(displayed(|part| part(line)));
            amounts.push(("total of one", divide(line.total().into(), line.row.units().into())));
            ViewLine {
                names: [line.row.id.as_str(), line.row.sku(), product].map(str::to_owned).into(),
                amounts,
            }
        };
        let mut amounts = displayed(|part| self.sum(part));
        let off = self.sum(|line| line.off_by_code);
        amounts.extend([("off by code", off), ("promotions", i64::from(off != 0))]);
        View { customer: None, ..self.view(self.lines.iter().map(line).collect(), amounts) }
    }
}

/// The parts of a price that is taken apart, of one line or of all.
fn displayed(of: impl Fn(&dyn Fn(&PricedLine<'_>) -> i64) -> i64) -> Vec<(&'static str, i64)> {
    vec![
        ("total", of(&|line| line.total())),
        ("untaxed", of(&|line| line.left() - line.included_tax)),
        ("all tax", of(&|line| line.tax + line.included_tax)),
        ("off", of(&|line| -line.off_by_code - line.off_by_gift)),
        ("undiscounted", of(&|line| line.undiscounted)),
    ]
}

fn line<'a>(ledger: &Ledger, row: &'a Row, off_by_code: i64) -> PricedLine<'a> {
    let (list_price, includes_tax) = row.list_price(ledger.currency);
    let price = row.price(ledger.currency);
    let subtotal = price * row.units();
    let off_by_gift = if row.is_gift() { price * ledger.free_gifts() } else { 0 };
    let left = subtotal - off_by_gift - off_by_code;
    let on_top = |net: i64| divide(i128::from(net) * i128::from(row.tax()), 1_000);
    let without = divide(i128::from(left) * 1_000, 1_000 + i128::from(row.tax()));
    PricedLine {
        row,
        price,
        list_price,
        includes_tax,
        subtotal,
        off_by_gift,
        off_by_code,
        tax: if includes_tax { 0 } else { on_top(left) },
        included_tax: if includes_tax { left - without } else { 0 },
        undiscounted: subtotal + if includes_tax { 0 } else { on_top(subtotal) },
    }
}

/// The quotient of what is not negative, a half rounded up.
fn divide(dividend: i128, divisor: i128) -> i64 {
    i64::try_from((2 * dividend + divisor) / (2 * divisor)).expect("it is an amount")
}
