//! What has become of a cart, as answers name it.

use trolley_engine::domain::cart::CartStatus;
use trolley_engine::domain::stage::Stage;
use trolley_engine::{CartView, Timestamp};

use super::cart_body::{attribute, text};
use crate::exchange::Context;

/// The status of a cart that has expired. Source: stateset.md, 2, `status`.
pub(super) const EXPIRED: &str = "expired";
/// What became of an abandoned cart whose shopper nobody has written to. Source: stateset.md, 2.
pub(super) const NOT_ATTEMPTED: &str = "not_attempted";

/// What has become of a cart.
///
/// Source: stateset.md, 2 and 3.7. Reading: a cart that is left alone for long is `abandoned` without anybody's doing; see
/// [`super::Readings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShownStage {
    /// Its name.
    pub(super) status: &'static str,
    /// Since when it is abandoned, where it is.
    pub(super) abandoned_at: Option<Timestamp>,
}

impl ShownStage {
    /// That of the cart at the time of the request.
    pub(super) fn of(context: &Context, view: &CartView) -> Self {
        let stage = Stage::of(&view.cart, context.now, context.config().stateset.abandoned_after_ms());
        let abandoned_at = match stage {
            Stage::Abandoned { since } => Some(since),
            Stage::Active | Stage::Converted | Stage::Expired => None,
        };
        let status = match stage {
            Stage::Active => status_name(CartStatus::Active),
            Stage::Abandoned { .. } => status_name(CartStatus::Abandoned),
            Stage::Converted => status_name(CartStatus::Converted),
            Stage::Expired => EXPIRED,
        };
        Self { status, abandoned_at }
    }

    /// How far it has come to win the shopper back, while it is abandoned: what callers keep among the cart's attributes.
    pub(super) fn recovery_status(self, view: &CartView) -> Option<&str> {
        self.abandoned_at?;
        Some(text(view, attribute::RECOVERY_STATUS).unwrap_or(NOT_ATTEMPTED))
    }
}

/// The name of a cart's status.
///
/// Source: stateset.md, 2, `status`.
pub(super) const fn status_name(status: CartStatus) -> &'static str {
    match status {
        CartStatus::Active => "active",
        CartStatus::Abandoned => "abandoned",
        CartStatus::Converted => "converted",
    }
}
