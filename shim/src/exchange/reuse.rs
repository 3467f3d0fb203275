//! Whether the answer to a look may be given again.

use hyper::header::HeaderName;
use trolley_engine::{CartView, Timestamp};

use super::Context;

/// Makes what a header has in one answer.
pub type Renew = fn(&Context) -> String;

/// That the answer of status 200 to a look at a cart may be given again while the cart is the same: nothing else is in it
/// than the cart and the settings, seen through the endpoint by this caller, who reaches the server under this name.
#[derive(Debug, Clone)]
pub struct Reuse {
    /// Until when the answer stays the same besides what [`CartView::same_until`] says; none for ever.
    pub until: fn(&Context, &CartView) -> Option<Timestamp>,
    /// A header that is another one in each answer, and what it has.
    pub renewed: Option<(HeaderName, Renew)>,
}

impl Reuse {
    /// Of an answer that is the same each time.
    pub const PLAIN: Self = Self { until: |_, _| None, renewed: None };
}
