//! What the SDS shop document leaves open or contradicts itself in, and what was chosen.

pub(super) mod rows;

use serde::{Deserialize, Serialize};
use trolley_engine::domain::cart::Expiry;
use trolley_engine::domain::command::OnDuplicate;

/// The readings of the SDS shop document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// What becomes of a well-formed `X-Cart-ID` of which there is no cart. Default `adopt`.
    ///
    /// Reading: the printed GET asks with one id and is answered with another.
    pub unknown_guest: UnknownGuest,
    /// When `is_new_cart` is true. Default `handed_out`.
    ///
    /// Reading: both printed answers have false, with empty carts, and no sentence says what it means.
    pub is_new_cart: IsNewCart,
    /// What options a line has after a PUT. Default `as_sent`.
    ///
    /// Reading: the printed POST puts the product's attributes before what is sent, the printed PUT drops them.
    pub update_options: UpdateOptions,
    /// What a POST of a SKU that is in the cart does. Default `accumulate`.
    ///
    /// Reading: the document prints no second POST.
    pub repeat_add: RepeatAdd,
    /// What becomes of a request with a wrong token. Default `reject`.
    ///
    /// Reading: the document calls the token optional and says nothing of a wrong one.
    pub bad_token: BadToken,
    /// Whether a guest's lines go over to the user with the first request that has both. Default `off`.
    ///
    /// Reading: no endpoint and no sentence says how they would. With `on`, a guest's cart that cannot be merged, as
    /// for its currency, refuses the request.
    pub merge_on_login: MergeOnLogin,
    /// What stands between groups of three digits in `formatted_total`. Default `none`.
    ///
    /// Reading: no printed amount reaches a thousand.
    pub thousands_separator: ThousandsSeparator,
    /// How amounts are written. Default `number`.
    ///
    /// Reading: the cart prints numbers, the product list of the same documentation texts with two decimals.
    pub price: Price,
    /// What becomes of the body of a GET or a DELETE. Default `ignored`.
    ///
    /// Reading: both are printed with the body `{}`, and with nothing that could be in it.
    pub unused_body: UnusedBody,
    /// Whether a guest may have a product that requires a team. Default `any`.
    ///
    /// Reading: guests may use the cart and a kit requires a team, of which a guest has none that the document names.
    pub guest_team: GuestTeam,
    /// After how many days without a change a cart is gone that was made here; 0 for never. Default 30.
    ///
    /// Reading: the document does not say how long a cart lives.
    pub cart_expiry_days: u16,
}

/// What becomes of a well-formed `X-Cart-ID` of which there is no cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownGuest {
    /// It is the id of an empty cart.
    Adopt,
    /// A new id is handed out in its place.
    Replace,
}

/// When `is_new_cart` is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IsNewCart {
    /// Where this very answer hands out the id.
    HandedOut,
    /// As long as nothing is stored under the id.
    NotStored,
    /// Never.
    Never,
}

/// What options a line has after a PUT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateOptions {
    /// Exactly what was sent.
    AsSent,
    /// The product's attributes, and then what was sent, as after a POST.
    Merged,
}

/// How amounts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Price {
    /// As numbers, in the shortest form: `110`.
    Number,
    /// As texts with all decimals: `"110.00"`.
    String,
}

/// What becomes of the body of a GET or a DELETE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnusedBody {
    /// It is not looked at.
    Ignored,
    /// Where there is one it must be a JSON object, as that of a POST.
    Checked,
}

/// Whether a guest may have a product that requires a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuestTeam {
    /// With any team, which is not looked up.
    Any,
    /// Not at all.
    Refused,
}

/// What a POST of a SKU that is in the cart does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatAdd {
    /// The quantities add up.
    Accumulate,
    /// The new quantity takes the place of the old one.
    Replace,
}

/// What becomes of a request with a wrong token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadToken {
    /// It is refused with 401.
    Reject,
    /// It is a guest's.
    Guest,
}

/// Whether a guest's lines go over to the user with the first request that has both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MergeOnLogin {
    /// The guest's cart stays as it is.
    Off,
    /// Its lines are added to the user's, and it is empty afterwards.
    On,
}

/// What stands between groups of three digits in `formatted_total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThousandsSeparator {
    /// Nothing: `1100.00`.
    None,
    /// A comma: `1,100.00`.
    Comma,
}

impl Readings {
    /// The documented defaults.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            unknown_guest: UnknownGuest::Adopt,
            is_new_cart: IsNewCart::HandedOut,
            update_options: UpdateOptions::AsSent,
            repeat_add: RepeatAdd::Accumulate,
            bad_token: BadToken::Reject,
            merge_on_login: MergeOnLogin::Off,
            thousands_separator: ThousandsSeparator::None,
            price: Price::Number,
            unused_body: UnusedBody::Ignored,
            guest_team: GuestTeam::Any,
            cart_expiry_days: 30,
        }
    }

    /// What the engine does where the cart has the line.
    pub(super) fn on_duplicate(&self) -> OnDuplicate {
        match self.repeat_add {
            RepeatAdd::Accumulate => OnDuplicate::Increase,
            RepeatAdd::Replace => OnDuplicate::Replace,
        }
    }

    /// How long a cart lives that is made here.
    pub(super) fn expiry(&self) -> Expiry {
        Expiry::days_after_update(self.cart_expiry_days.into())
    }
}
