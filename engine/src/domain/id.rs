//! Identifiers: one type for each, so that none is taken for another.

mod text;

use std::fmt;

use self::text::Text;

/// Most bytes an identifier may have.
pub const ID_BYTES_MAX: usize = 128;

/// Why a text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// There is no text.
    #[error("an identifier has at least one character")]
    Empty,
    /// There is more than [`ID_BYTES_MAX`] bytes of it.
    #[error("an identifier has at most {ID_BYTES_MAX} bytes")]
    TooLong,
    /// It has a control character.
    #[error("an identifier has no control characters")]
    ControlCharacter,
}

fn check(text: &str) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if ID_BYTES_MAX < text.len() {
        return Err(InvalidId::TooLong);
    }
    // Those of ASCII are told by their bytes, all of them at once: that is several at a time, and nearly no text has one.
    let (has_control, is_ascii) = text.bytes().fold((false, true), |(has_control, is_ascii), byte| {
        (has_control | byte.is_ascii_control(), is_ascii & byte.is_ascii())
    });
    if has_control || (!is_ascii && text.chars().any(char::is_control)) {
        return Err(InvalidId::ControlCharacter);
    }
    Ok(())
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Opaque: 1 to [`ID_BYTES_MAX`] bytes without control characters, compared exactly. To clone one is cheap.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text);

        impl $name {
            /// Takes the text as it is.
            ///
            /// # Errors
            ///
            /// [`InvalidId`] where it is empty, too long or has control characters.
            pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidId> {
                let text = text.as_ref();
                check(text)?;
                Ok(Self(Text::from(text)))
            }

            /// The identifier's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The identifier's text, as one that is the caller's own.
            #[must_use]
            pub fn into_string(self) -> String {
                self.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }
    )+};
}

identifiers! {
    /// The public identifier of a cart. `user_...` names a customer's own cart, see [`CartId::for_customer`].
    CartId,
    /// The identifier of a line, made by whoever first added it.
    LineId,
    /// The identifier of a product.
    ProductId,
    /// The identifier of a variant of a product.
    VariantId,
    /// A stock keeping unit: names one product or one variant.
    Sku,
    /// The identifier of a registered customer.
    CustomerId,
    /// The identifier of a promotion.
    PromotionId,
    /// The identifier of a tax on a line.
    TaxId,
    /// The identifier of an order.
    OrderId,
    /// The identifier of a line of an order.
    OrderLineId,
    /// The identifier of a transaction of an order.
    TransactionId,
    /// The identifier of what was set aside of a cart.
    ParkedId,
    /// The identifier of a way of shipping.
    ShippingMethodId,
    /// The identifier of a tax zone.
    TaxZoneId,
}

impl From<&LineId> for OrderLineId {
    /// The same text.
    fn from(line: &LineId) -> Self {
        Self(line.0.clone())
    }
}

/// What every customer's own cart begins with; reserved for them.
const CUSTOMER_CART_PREFIX: &str = "user_";

impl CartId {
    /// The one cart that a customer has by being one: `user_` and the customer's identifier.
    ///
    /// # Errors
    ///
    /// [`InvalidId::TooLong`] where the prefix makes the customer's identifier too long.
    pub fn for_customer(customer: &CustomerId) -> Result<Self, InvalidId> {
        Self::new(format!("{CUSTOMER_CART_PREFIX}{customer}"))
    }

    /// The customer whose own cart this is; none where the cart is not of that kind.
    #[must_use]
    pub fn reserved_for(&self) -> Option<&str> {
        self.0.strip_prefix(CUSTOMER_CART_PREFIX)
    }
}
