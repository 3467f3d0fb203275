//! What an order costs as a part of its record.

use super::v2::order as record;
use super::{Invalid, currency, is_amount, rule};
use crate::domain::id::PromotionId;
use crate::domain::money::Currency;
use crate::domain::pricing::{Applied, DeclineReason, Declined, PricedCart, PricedLine, Suggestion};
use crate::domain::promotion::Target;

pub(super) fn to_v2(priced: &PricedCart) -> record::PricedCart<'_> {
    record::PricedCart {
        currency: priced.currency.as_ref().map(Currency::as_str),
        lines: priced.lines.iter().map(line_to_v2).collect(),
        applied: priced.applied.iter().map(applied_to_v2).collect(),
        declined: priced.declined.iter().map(declined_to_v2).collect(),
        suggestions: priced.suggestions.iter().map(suggestion_to_v2).collect(),
        subtotal: priced.subtotal,
        discount_total: priced.discount_total,
        tax_total: priced.tax_total,
        included_tax_total: priced.included_tax_total,
        undiscounted_total: priced.undiscounted_total,
        total: priced.total,
    }
}

const fn line_to_v2(line: &PricedLine) -> record::PricedLine {
    let PricedLine {
        subtotal,
        discount_total,
        tax_total,
        included_tax_total,
        undiscounted_total,
        total,
        unit_total,
    } = *line;
    record::PricedLine {
        subtotal,
        discount_total,
        tax_total,
        included_tax_total,
        undiscounted_total,
        total,
        unit_total,
    }
}

fn applied_to_v2(applied: &Applied) -> record::Applied<'_> {
    let shares = applied.shares.iter();
    record::Applied {
        promotion: applied.promotion.as_ref().map(PromotionId::as_str),
        id: &applied.id,
        code: &applied.code,
        name: &applied.name,
        is_of_cart: applied.is_of_cart,
        minor_units: applied.minor_units,
        // A cart has so few lines that no place is too large.
        shares: shares
            .map(|(place, minor_units)| (u32::try_from(*place).unwrap_or(u32::MAX), *minor_units))
            .collect(),
    }
}

fn declined_to_v2(declined: &Declined) -> record::Declined<'_> {
    record::Declined {
        promotion: declined.promotion.as_str(),
        code: declined.code.as_deref(),
        reason: match declined.reason {
            DeclineReason::CurrencyMissing => record::DeclineReason::CurrencyMissing,
            DeclineReason::NotActive => record::DeclineReason::NotActive,
            DeclineReason::NotQualified => record::DeclineReason::NotQualified,
        },
    }
}

fn suggestion_to_v2(suggestion: &Suggestion) -> record::Suggestion<'_> {
    let gifts = suggestion.gifts.iter();
    record::Suggestion {
        promotion: suggestion.promotion.as_str(),
        code: &suggestion.code,
        name: &suggestion.name,
        gifts: gifts.map(|(target, units)| (target.0.as_str(), *units)).collect(),
        is_added: suggestion.is_added,
    }
}

pub(super) fn from_v2(priced: record::PricedCart<'_>) -> Result<PricedCart, Invalid> {
    Ok(PricedCart {
        currency: priced.currency.map(currency).transpose()?,
        lines: priced.lines.iter().map(line_from_v2).collect(),
        applied: priced
            .applied
            .into_iter()
            .map(applied_from_v2)
            .collect::<Result<Vec<Applied>, Invalid>>()?,
        declined: priced.declined.iter().map(declined_from_v2).collect::<Result<Vec<Declined>, Invalid>>()?,
        suggestions: priced
            .suggestions
            .iter()
            .map(suggestion_from_v2)
            .collect::<Result<Vec<Suggestion>, Invalid>>()?,
        subtotal: priced.subtotal,
        discount_total: priced.discount_total,
        tax_total: priced.tax_total,
        included_tax_total: priced.included_tax_total,
        undiscounted_total: priced.undiscounted_total,
        total: priced.total,
    })
}

const fn line_from_v2(line: &record::PricedLine) -> PricedLine {
    let record::PricedLine {
        subtotal,
        discount_total,
        tax_total,
        included_tax_total,
        undiscounted_total,
        total,
        unit_total,
    } = *line;
    PricedLine {
        subtotal,
        discount_total,
        tax_total,
        included_tax_total,
        undiscounted_total,
        total,
        unit_total,
    }
}

fn applied_from_v2(applied: record::Applied<'_>) -> Result<Applied, Invalid> {
    let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
    let shares = applied.shares.into_iter().map(|(line, minor_units)| (place(line), minor_units));
    Ok(Applied {
        promotion: applied.promotion.map(PromotionId::new).transpose()?,
        id: applied.id.to_owned(),
        code: applied.code.to_owned(),
        name: applied.name.to_owned(),
        is_of_cart: applied.is_of_cart,
        minor_units: applied.minor_units,
        shares: shares.collect(),
    })
}

fn declined_from_v2(declined: &record::Declined<'_>) -> Result<Declined, Invalid> {
    Ok(Declined {
        promotion: PromotionId::new(declined.promotion)?,
        code: declined.code.map(str::to_owned),
        reason: match declined.reason {
            record::DeclineReason::CurrencyMissing => DeclineReason::CurrencyMissing,
            record::DeclineReason::NotActive => DeclineReason::NotActive,
            record::DeclineReason::NotQualified => DeclineReason::NotQualified,
        },
    })
}

fn suggestion_from_v2(suggestion: &record::Suggestion<'_>) -> Result<Suggestion, Invalid> {
    let gifts = suggestion.gifts.iter();
    Ok(Suggestion {
        promotion: PromotionId::new(suggestion.promotion)?,
        code: suggestion.code.to_owned(),
        name: suggestion.name.to_owned(),
        gifts: gifts.map(|(target, units)| (Target((*target).to_owned()), *units)).collect(),
        is_added: suggestion.is_added,
    })
}

/// What holds for every priced cart and no type says.
pub(super) fn check(priced: &PricedCart) -> Result<(), Invalid> {
    let whole = [
        priced.subtotal,
        priced.discount_total,
        priced.tax_total,
        priced.included_tax_total,
        priced.undiscounted_total,
        priced.total,
    ];
    rule(whole.into_iter().all(is_amount), "an amount of an order is out of range")?;
    rule(priced.lines.iter().all(line_holds), "an amount of an order's line is out of range")?;
    let parts: [fn(&PricedLine) -> i64; 6] = [
        |line| line.subtotal,
        |line| line.discount_total,
        |line| line.tax_total,
        |line| line.included_tax_total,
        |line| line.undiscounted_total,
        |line| line.total,
    ];
    let sum = |part: fn(&PricedLine) -> i64| priced.lines.iter().map(|line| i128::from(part(line))).sum();
    let is_sum = |(part, whole)| i128::from(whole) == sum(part);
    rule(parts.into_iter().zip(whole).all(is_sum), "the lines of an order do not sum to its totals")?;
    let shares = || priced.applied.iter().flat_map(|applied| &applied.shares);
    let is_there = shares().all(|(place, _)| *place < priced.lines.len());
    rule(is_there, "something is taken off a line that an order has not")?;
    let holds = priced.applied.iter().all(|applied| is_amount(applied.minor_units))
        && shares().all(|(_, minor_units)| is_amount(*minor_units));
    rule(holds, "what is taken off an order is out of range")?;
    let is_whole = |applied: &Applied| {
        i128::from(applied.minor_units) == applied.shares.iter().map(|(_, share)| i128::from(*share)).sum()
    };
    let taken_off: i128 = priced.applied.iter().map(|applied| i128::from(applied.minor_units)).sum();
    let is_discount = taken_off == i128::from(priced.discount_total);
    rule(
        is_discount && priced.applied.iter().all(is_whole),
        "what is taken off an order does not sum to its discount",
    )
}

fn line_holds(line: &PricedLine) -> bool {
    let amounts = [
        line.subtotal,
        line.discount_total,
        line.tax_total,
        line.included_tax_total,
        line.undiscounted_total,
        line.total,
        line.unit_total,
    ];
    amounts.into_iter().all(is_amount)
}
