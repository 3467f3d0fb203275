//! What a cart costs: one pure function, never stored.

mod offers;
mod reckoning;
pub(crate) mod reach;
mod units;
mod sets;
mod gifts;
mod whole;
mod taxes;

use self::offers::Offers;
use self::reckoning::Reckoning;
use crate::domain::cart::Cart;
use crate::domain::id::PromotionId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::promotion::{Promotions, Target};
use crate::domain::time::Timestamp;

/// What a cart costs, all amounts in minor units of its currency.
///
/// The parts always sum to the whole: `total = subtotal - discount_total + tax_total`, and each amount is the sum of the
/// lines'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedCart {
    /// The currency of all amounts; none where the cart was never priced.
    pub currency: Option<Currency>,
    /// The lines' amounts, in the order of the cart's lines.
    pub lines: Vec<PricedLine>,
    /// What is taken off and why: promotions on units first, the oldest first, then those on the whole cart, then the
    /// cart's own discounts.
    pub applied: Vec<Applied>,
    /// Promotions that the shopper has a code of, or that are automatic, and that could not be applied for a reason
    /// that the shopper should know.
    pub declined: Vec<Declined>,
    /// Gifts that the shopper can have and the cart lacks.
    pub suggestions: Vec<Suggestion>,
    /// The sum of the line subtotals.
    pub subtotal: i64,
    /// What is taken off, 0 or more.
    pub discount_total: i64,
    /// Tax that is not in the prices.
    pub tax_total: i64,
    /// Tax that is in the prices, after what is taken off.
    pub included_tax_total: i64,
    /// What would have to be paid were nothing taken off.
    pub undiscounted_total: i64,
    /// What is to be paid, 0 or more.
    pub total: i64,
}

impl PricedCart {
    /// What a cart without lines costs.
    #[must_use]
    pub const fn nothing(currency: Option<Currency>) -> Self {
        Self {
            currency,
            lines: Vec::new(),
            applied: Vec::new(),
            declined: Vec::new(),
            suggestions: Vec::new(),
            subtotal: 0,
            discount_total: 0,
            tax_total: 0,
            included_tax_total: 0,
            undiscounted_total: 0,
            total: 0,
        }
    }

    /// What is taken off the line in this place and why, with how much: of what was taken off units, and of what was
    /// taken off the whole cart.
    pub fn applied_to(&self, place: usize) -> impl Iterator<Item = (&Applied, i64)> {
        self.applied.iter().filter_map(move |applied| {
            let (_, minor_units) = applied.shares.iter().find(|(line, _)| *line == place)?;
            Some((applied, *minor_units))
        })
    }
}

/// What a line costs, in minor units of the cart's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricedLine {
    /// Unit price times quantity.
    pub subtotal: i64,
    /// What is taken off the line, its share of what is taken off the cart included; 0 to the subtotal.
    pub discount_total: i64,
    /// Tax that is not in the price.
    pub tax_total: i64,
    /// Tax that is in the price, after what is taken off.
    pub included_tax_total: i64,
    /// What would have to be paid for the line were nothing taken off.
    pub undiscounted_total: i64,
    /// What is to be paid for the line, 0 or more.
    pub total: i64,
    /// `total` for one unit, rounded.
    pub unit_total: i64,
}

impl PricedLine {
    /// A line from which nothing is taken, and on which there is no tax yet.
    const fn undiscounted(subtotal: i64) -> Self {
        Self {
            subtotal,
            discount_total: 0,
            tax_total: 0,
            included_tax_total: 0,
            undiscounted_total: 0,
            total: 0,
            unit_total: 0,
        }
    }
}

/// Something that takes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The promotion; none of a discount of the cart's own.
    pub promotion: Option<PromotionId>,
    /// The identifier of the discount of the cart's own; the promotion's else.
    pub id: String,
    /// The code: the one that the shopper entered, or `auto_` and the promotion's identifier.
    pub code: String,
    /// The name for shoppers.
    pub name: String,
    /// Whether it is on the whole cart, and not on units.
    pub is_of_cart: bool,
    /// How much it takes off, more than 0: the sum of the shares.
    pub minor_units: i64,
    /// How much of that is off which line, by its place among the cart's lines, in that order; each more than 0.
    pub shares: Vec<(usize, i64)>,
}

impl Applied {
    /// With these shares by the place of the line; those of nothing are left out.
    fn new(
        promotion: Option<PromotionId>,
        id: &str,
        code: String,
        name: String,
        is_of_cart: bool,
        shares: &[i64],
    ) -> Self {
        let shares = shares.iter().copied().enumerate().filter(|(_, minor_units)| 0 < *minor_units);
        let shares: Vec<(usize, i64)> = shares.collect();
        let minor_units = shares.iter().map(|(_, minor_units)| minor_units).sum();
        Self { promotion, id: id.to_owned(), code, name, is_of_cart, minor_units, shares }
    }
}

/// A promotion that could not be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    /// The promotion.
    pub promotion: PromotionId,
    /// The code that the shopper entered; none of an automatic one.
    pub code: Option<String>,
    /// Why.
    pub reason: DeclineReason,
}

/// Why a promotion could not be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclineReason {
    /// It has no amount in the cart's currency, or asks for no least value in it. Also of automatic ones.
    CurrencyMissing,
    /// It is not in force. Only of those whose code the shopper has entered.
    NotActive,
    /// The cart does not qualify: it costs too little, or what must be in it is not. Only of those whose code the shopper
    /// has entered.
    NotQualified,
}

/// A gift that the shopper can have and the cart lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The promotion.
    pub promotion: PromotionId,
    /// The code: the one that the shopper entered, or `auto_` and the promotion's identifier.
    pub code: String,
    /// The promotion's name.
    pub name: String,
    /// The gifts, as the promotion names them, and how many units of each are lacking; at least one.
    pub gifts: Vec<(Target, u32)>,
    /// Whether the promotion puts its gifts into the cart, so that only something that stands against it keeps it from
    /// doing so.
    pub is_added: bool,
}

/// The cart would cost more than [`AMOUNT_MINOR_UNITS_MAX`], or something in it less than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalOutOfRange;

/// Prices the cart as it is at this moment.
///
/// Rewards on units come first, the oldest promotion's first, and no unit has more than one of them. Rewards on the
/// whole cart follow, all of them, on what is left; then the cart's own discounts; then taxes, line by line. No line
/// ever costs less than nothing. The order of the lines makes no difference to any total.
///
/// # Errors
///
/// [`TotalOutOfRange`] where the subtotal or a total passes [`AMOUNT_MINOR_UNITS_MAX`] minor units, or a price or what is
/// taken off is negative, which in a cart of the engine's is never so.
pub fn price(cart: &Cart, promotions: &Promotions, now: Timestamp) -> Result<PricedCart, TotalOutOfRange> {
    let mut priced = before_discounts(cart)?;
    let offers = offers::of(cart, promotions, cart.priced_at(now));
    if offers.matter(cart) {
        discount(cart, promotions, &offers, &mut priced)?;
    }
    priced.declined.extend(offers.not_active);
    for (line, amounts) in cart.lines.iter().zip(&mut priced.lines) {
        taxes::add(line, amounts)?;
    }
    sum(&mut priced)?;
    Ok(priced)
}

/// Units of a gift that a promotion owes the shopper besides those that the shopper has put into the cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DueGift {
    /// The promotion.
    pub(crate) promotion: PromotionId,
    /// The gift, as the promotion names it.
    pub(crate) gift: Target,
    /// How many units, those that the promotion has added already included; at least 1.
    pub(crate) units: u32,
    /// Most minor units that all units may cost that the promotion adds; none for any number.
    pub(crate) minor_units_max: Option<i64>,
    /// Whether they are to be put into the cart.
    pub(crate) is_added: bool,
}

/// The gifts of the promotions that the cart qualifies for.
pub(crate) fn due_gifts(
    cart: &Cart,
    promotions: &Promotions,
    now: Timestamp,
) -> Result<Vec<DueGift>, TotalOutOfRange> {
    let offers = offers::of(cart, promotions, cart.priced_at(now));
    if offers.counted.is_empty() {
        return Ok(Vec::new());
    }
    let mut priced = before_discounts(cart)?;
    let mut reckoning = Reckoning::new(cart, promotions, &priced.lines);
    Ok(units::discount(&mut reckoning, promotions, &offers, &mut priced))
}

/// The lines by what their units cost.
fn before_discounts(cart: &Cart) -> Result<PricedCart, TotalOutOfRange> {
    let mut priced = PricedCart::nothing(cart.priced_currency);
    priced.lines.reserve_exact(cart.lines.len());
    let mut subtotal = 0_i128;
    for line in &cart.lines {
        let line_subtotal = i128::from(line.unit_price.minor_units) * i128::from(line.quantity.units());
        subtotal += line_subtotal;
        priced.lines.push(PricedLine::undiscounted(in_range(line_subtotal)?));
    }
    priced.subtotal = in_range(subtotal)?;
    Ok(priced)
}

fn discount(
    cart: &Cart,
    promotions: &Promotions,
    offers: &Offers<'_>,
    priced: &mut PricedCart,
) -> Result<(), TotalOutOfRange> {
    if cart.discounts.iter().any(|discount| discount.minor_units < 0) {
        return Err(TotalOutOfRange);
    }
    let mut reckoning = Reckoning::new(cart, promotions, &priced.lines);
    units::discount(&mut reckoning, promotions, offers, priced);
    whole::discount(&mut reckoning, offers, priced);
    whole::discount_own(&mut reckoning, priced);
    for (amounts, left) in priced.lines.iter_mut().zip(&reckoning.left) {
        amounts.discount_total = amounts.subtotal - left;
    }
    Ok(())
}

/// Sums the lines up.
fn sum(priced: &mut PricedCart) -> Result<(), TotalOutOfRange> {
    let of = |part: fn(&PricedLine) -> i64| {
        in_range(priced.lines.iter().map(|line| i128::from(part(line))).sum::<i128>())
    };
    let discount_total = of(|line| line.discount_total)?;
    let tax_total = of(|line| line.tax_total)?;
    let included_tax_total = of(|line| line.included_tax_total)?;
    let undiscounted_total = of(|line| line.undiscounted_total)?;
    let total = of(|line| line.total)?;
    assert_eq!(total, priced.subtotal - discount_total + tax_total);
    debug_assert_eq!(discount_total, priced.applied.iter().map(|applied| applied.minor_units).sum::<i64>());
    priced.discount_total = discount_total;
    priced.tax_total = tax_total;
    priced.included_tax_total = included_tax_total;
    priced.undiscounted_total = undiscounted_total;
    priced.total = total;
    Ok(())
}

fn in_range(minor_units: i128) -> Result<i64, TotalOutOfRange> {
    i64::try_from(minor_units)
        .ok()
        .filter(|minor_units| (0..=AMOUNT_MINOR_UNITS_MAX).contains(minor_units))
        .ok_or(TotalOutOfRange)
}

#[cfg(test)]
mod tests;
