//! A promotion as answers show it, and what promotions say of a cart: messages and suggestions.
//!
//! Source: 004_dda9b2f8eeb71665, "Automatically Adding Free Gift Items" and "Errors"; elasticpath.md, 5, 13.1, 13.4 and
//! 13.5.

use std::borrow::Cow;

use serde::Serialize;
use trolley_engine::domain::apply::Message;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::pricing::{DeclineReason, Declined, Suggestion};
use trolley_engine::domain::promotion::{Offer, Promotion, Reward};

use super::related::Related;
use super::timestamps::at;

/// A promotion.
#[derive(Debug, Serialize)]
pub(super) struct PromotionObject<'a> {
    r#type: &'static str,
    id: &'a str,
    name: &'a str,
    description: &'a str,
    automatic: bool,
    promotion_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
}

/// Something that a promotion did.
#[derive(Debug, Serialize)]
pub(super) struct MessageObject<'a> {
    source: Related<'a>,
    title: &'static str,
    description: Cow<'static, str>,
}

/// A gift that the shopper can have.
#[derive(Debug, Serialize)]
pub(super) struct SuggestionObject<'a> {
    promotion_id: &'a str,
    code: &'a str,
    info: &'a str,
    bundle: Vec<SuggestedGift<'a>>,
    message: &'static str,
}

#[derive(Debug, Serialize)]
struct SuggestedGift<'a> {
    targets: [&'a str; 1],
    quantity: u32,
    auto_add_free_gift: bool,
}

/// The object of a promotion.
pub(super) fn promotion_object(promotion: &Promotion) -> PromotionObject<'_> {
    PromotionObject {
        r#type: "promotion",
        id: promotion.id.as_str(),
        name: &promotion.name,
        description: &promotion.description,
        automatic: matches!(promotion.offer, Offer::Automatic),
        promotion_type: promotion_type(&promotion.reward),
        start: promotion.starts_at.map(at),
        end: promotion.ends_at.map(at),
    }
}

/// The type of a promotion that takes this off.
///
/// Source: elasticpath.md, 13.1.
pub(super) const fn promotion_type(reward: &Reward) -> &'static str {
    match reward {
        Reward::CartAmount { .. } => "fixed_discount",
        Reward::CartPercent { .. } => "percent_discount",
        Reward::UnitAmount { .. } => "item_fixed_discount",
        Reward::UnitPercent { .. } => "item_percent_discount",
        Reward::PayFewer { .. } => "x_for_y",
        Reward::PriceOfSeveral { .. } => "x_for_amount",
        Reward::PriceOfSet { .. } => "bundle_fixed_discount",
        Reward::Gift { .. } => "bundle_gift",
    }
}

/// The object of a message about a cart of this currency.
///
/// Reading: of 13.5 are the titles and descriptions, but for codes that are known and bring nothing yet: no document has
/// texts for those.
pub(super) fn message_object(message: &Message, currency: Option<Currency>) -> MessageObject<'_> {
    let of_line = |line, title, description: &'static str| MessageObject {
        source: Related::new("cart_item", line),
        title,
        description: description.into(),
    };
    let of_promotion = |promotion, title, description| MessageObject {
        source: Related::new("promotion", promotion),
        title,
        description,
    };
    match message {
        Message::DiscountAdded { line } => {
            of_line(line.as_str(), "Discount Added", "Item discount has been added.")
        }
        Message::DiscountChanged { line } => {
            of_line(line.as_str(), "Discount Updated", "Item discount has been updated.")
        }
        Message::DiscountRemoved { line } => {
            of_line(line.as_str(), "Discount Deleted", "Item discount has been removed.")
        }
        Message::PromotionAdded { promotion } => {
            of_promotion(promotion.as_str(), "Promotion Added", "Promotion has been added to cart.".into())
        }
        Message::PromotionRemoved { promotion } => of_promotion(
            promotion.as_str(),
            "Deleted Promotion",
            "Promotion has been removed from cart.".into(),
        ),
        Message::Declined(declined) => {
            let (title, description) = declined_texts(declined, currency);
            of_promotion(declined.promotion.as_str(), title, description)
        }
    }
}

fn declined_texts(declined: &Declined, currency: Option<Currency>) -> (&'static str, Cow<'static, str>) {
    match declined.reason {
        DeclineReason::CurrencyMissing => {
            let currency = currency.map(|currency| currency.to_string()).unwrap_or_default();
            ("currency mismatch", format!("discount unavailable in currency {currency}").into())
        }
        DeclineReason::NotActive => {
            ("Promotion Not Applied", "Promotion is not active at the moment.".into())
        }
        DeclineReason::NotQualified => {
            ("Promotion Not Applied", "Cart does not qualify for the promotion yet.".into())
        }
    }
}

/// The object of a suggestion.
pub(super) fn suggestion_object(suggestion: &Suggestion) -> SuggestionObject<'_> {
    let gifts = suggestion.gifts.iter().map(|(target, quantity)| SuggestedGift {
        targets: [target.0.as_str()],
        quantity: *quantity,
        auto_add_free_gift: suggestion.is_added,
    });
    SuggestionObject {
        promotion_id: suggestion.promotion.as_str(),
        code: &suggestion.code,
        info: &suggestion.name,
        bundle: gifts.collect(),
        message: "Gift",
    }
}
