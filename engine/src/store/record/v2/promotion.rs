//! A promotion, first stored in version 2. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use super::Rate;

/// Minor units by currency.
pub(crate) type Amounts<'a> = Vec<(&'a str, i64)>;

/// A promotion.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Promotion<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    pub(crate) is_enabled: bool,
    pub(crate) offer: Offer<'a>,
    pub(crate) starts_at_ms: Option<i64>,
    pub(crate) ends_at_ms: Option<i64>,
    pub(crate) subtotal_min: Amounts<'a>,
    pub(crate) applications_max: Option<u32>,
    pub(crate) discount_max: Amounts<'a>,
    pub(crate) created_at_ms: i64,
    pub(crate) reward: Reward<'a>,
}

/// To which carts a promotion applies.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum Offer<'a> {
    Automatic,
    ByCode(Vec<Code<'a>>),
}

/// A code of a promotion.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Code<'a> {
    pub(crate) code: &'a str,
    pub(crate) uses_max: Option<u64>,
}

/// What a promotion takes off. Targets are texts, as they were written.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum Reward<'a> {
    CartAmount { amounts: Amounts<'a>, excluded: Vec<&'a str> },
    CartPercent { rates: Vec<(&'a str, Rate)>, excluded: Vec<&'a str> },
    UnitAmount { targets: Targets<'a>, amounts: Amounts<'a> },
    UnitPercent { targets: Targets<'a>, rate: Rate },
    PayFewer { targets: Targets<'a>, take: u32, pay: u32 },
    PriceOfSeveral { targets: Targets<'a>, take: u32, amounts: Amounts<'a> },
    PriceOfSet { requirements: Vec<Requirement<'a>>, amounts: Amounts<'a> },
    Gift { requirements: Vec<Requirement<'a>>, gifts: Vec<&'a str>, is_added: bool },
}

/// So many units of any of several products.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Requirement<'a> {
    pub(crate) targets: Vec<&'a str>,
    pub(crate) quantity: u32,
}

/// What a reward is on.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum Targets<'a> {
    All,
    Only(Vec<&'a str>),
}
