//! What is off a cart and its lines.

use serde::Serialize;
use trolley_engine::CartView;
use trolley_engine::domain::pricing::Applied;
use trolley_engine::domain::promotion::Reward;

use crate::json::{Precision, rfc_3339};

/// What a shopper's code, or somebody by hand, takes off. The moment is null of what somebody has taken off by hand: the
/// engine does not know when that was given.
///
/// Source: stateset.md, 2, `applied_coupons`.
#[derive(Serialize)]
pub(super) struct CouponBody<'a> {
    code: &'a str,
    promotion_id: &'a str,
    promotion_name: &'a str,
    discount_amount: i64,
    applied_at: Option<String>,
}

/// What a promotion takes off for which nobody entered a code.
///
/// Source: stateset.md, 2, `applied_promotions`. Reading: only the empty list is printed; the members are those of a
/// coupon without what only a coupon has.
#[derive(Serialize)]
pub(super) struct PromotionBody<'a> {
    promotion_id: &'a str,
    promotion_name: &'a str,
    discount_amount: i64,
}

/// What is off a line, its share of what is off the whole cart included.
///
/// Source: stateset.md, 2, Line, and 4.2, which spreads a coupon over the lines. Reading: `percentage` is the only type
/// that is shown; what takes off no share is `fixed_amount`.
#[derive(Serialize)]
pub(super) struct DiscountBody<'a> {
    promotion_id: &'a str,
    code: &'a str,
    amount: i64,
    r#type: &'static str,
}

/// What codes and hands take off, and after that what they take off once there is something to take it off.
pub(super) fn coupons(view: &CartView) -> Vec<CouponBody<'_>> {
    let of_codes = view.priced.applied.iter().filter(|applied| !is_automatic(view, applied));
    let applied = of_codes.map(|applied| CouponBody {
        code: &applied.code,
        promotion_id: &applied.id,
        promotion_name: &applied.name,
        discount_amount: applied.minor_units,
        applied_at: entered_at(view, &applied.code),
    });
    applied.chain(idle(view)).collect()
}

/// When the coupon was applied, where that is known: of a discount of the cart's own it is not.
fn entered_at(view: &CartView, code: &str) -> Option<String> {
    let entered = view.cart.codes.iter().find(|entered| entered.code == code);
    entered.and_then(|entered| entered.entered_at).map(|at| rfc_3339(at, Precision::Seconds))
}

/// Coupons of the cart that take nothing off.
fn idle(view: &CartView) -> impl Iterator<Item = CouponBody<'_>> {
    let nothing = |code, promotion_id, promotion_name| CouponBody {
        code,
        promotion_id,
        promotion_name,
        discount_amount: 0,
        applied_at: entered_at(view, code),
    };
    let is_idle = |code: &str| view.priced.applied.iter().all(|applied| applied.code != code);
    let entered = view.cart.codes.iter().filter(move |entered| is_idle(&entered.code)).map(move |entered| {
        let promotion = view.promotions.find(&entered.promotion);
        let name = promotion.map_or("", |promotion| promotion.name.as_str());
        nothing(entered.code.as_str(), entered.promotion.as_str(), name)
    });
    let own = view.cart.discounts.iter().filter(|own| view.priced.applied.iter().all(|one| one.id != own.id));
    entered.chain(own.map(move |own| nothing(&own.code, &own.id, &own.name)))
}

/// What promotions take off by themselves.
pub(super) fn promotions(view: &CartView) -> Vec<PromotionBody<'_>> {
    let automatic = view.priced.applied.iter().filter(|applied| is_automatic(view, applied));
    automatic
        .map(|applied| PromotionBody {
            promotion_id: &applied.id,
            promotion_name: &applied.name,
            discount_amount: applied.minor_units,
        })
        .collect()
}

/// What is off the line in this place.
pub(super) fn of_line(view: &CartView, place: usize) -> Vec<DiscountBody<'_>> {
    view.priced
        .applied_to(place)
        .map(|(applied, amount)| DiscountBody {
            promotion_id: &applied.id,
            code: &applied.code,
            amount,
            r#type: if is_share(view, applied) { "percentage" } else { "fixed_amount" },
        })
        .collect()
}

/// Whether it is a promotion for which the shopper has entered no code.
fn is_automatic(view: &CartView, applied: &Applied) -> bool {
    applied.promotion.is_some() && view.cart.codes.iter().all(|entered| entered.code != applied.code)
}

/// Whether it takes off a share of what things cost.
fn is_share(view: &CartView, applied: &Applied) -> bool {
    let promotion = applied.promotion.as_ref().and_then(|promotion| view.promotions.find(promotion));
    promotion.is_some_and(|promotion| match promotion.reward {
        Reward::CartPercent { .. } | Reward::UnitPercent { .. } => true,
        Reward::CartAmount { .. }
        | Reward::UnitAmount { .. }
        | Reward::PayFewer { .. }
        | Reward::PriceOfSeveral { .. }
        | Reward::PriceOfSet { .. }
        | Reward::Gift { .. } => false,
    })
}
