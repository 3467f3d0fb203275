//! The number by which a guest is known: the same guest has the same cart through every dialect that has guests.

use trolley_engine::domain::id::CartId;

/// What a guest's cart begins with; a [`GuestNumber`] follows.
pub const CART_PREFIX: &str = "guest_";

/// A version 4 UUID in lower case, which nobody can guess: knowing it is what makes somebody this guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestNumber(String);

impl GuestNumber {
    /// The number that this text is, whatever the case of its letters; none where it is not a version 4 UUID.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_number = text.len() == 36
            && text.bytes().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => byte == b'-',
                14 => byte == b'4',
                19 => matches!(byte.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b'),
                _ => byte.is_ascii_hexdigit(),
            });
        is_number.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The number of the guest whose cart this is, such as `guest_5fd5a551-02e3-4bcb-b778-1344edd6bd49`, whatever the
    /// case of its letters; none where it is no guest's.
    #[must_use]
    pub fn parse_cart(text: &str) -> Option<Self> {
        let (prefix, number) = text.split_at_checked(CART_PREFIX.len())?;
        prefix.eq_ignore_ascii_case(CART_PREFIX).then(|| Self::parse(number))?
    }

    /// The number's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The guest's cart.
    #[must_use]
    pub fn cart(&self) -> CartId {
        #[expect(clippy::expect_used, reason = "42 characters of ASCII are always an identifier")]
        CartId::new(format!("{CART_PREFIX}{}", self.0)).expect("a guest's cart has an identifier")
    }
}

#[cfg(test)]
mod tests;
