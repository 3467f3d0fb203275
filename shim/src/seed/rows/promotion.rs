//! Promotions as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Number;

/// Minor units by the currency's code.
pub(in crate::seed) type AmountsRow = BTreeMap<String, i64>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct PromotionRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) name: String,
    #[serde(default)]
    pub(in crate::seed) description: String,
    pub(in crate::seed) enabled: Option<bool>,
    /// Where there are none it is automatic.
    pub(in crate::seed) codes: Option<Vec<CodeRow>>,
    pub(in crate::seed) starts_at: Option<String>,
    pub(in crate::seed) ends_at: Option<String>,
    #[serde(default)]
    pub(in crate::seed) subtotal_min: AmountsRow,
    pub(in crate::seed) applications_max: Option<u32>,
    #[serde(default)]
    pub(in crate::seed) discount_max: AmountsRow,
    pub(in crate::seed) created_at: Option<String>,
    pub(in crate::seed) reward: RewardRow,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct CodeRow {
    pub(in crate::seed) code: String,
    pub(in crate::seed) uses_max: Option<u64>,
}

/// Tagged from outside: within, numbers keep the spelling that they have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(in crate::seed) enum RewardRow {
    CartAmount {
        amounts: AmountsRow,
        #[serde(default)]
        excluded: Vec<String>,
    },
    CartPercent {
        rates: BTreeMap<String, Number>,
        #[serde(default)]
        excluded: Vec<String>,
    },
    UnitAmount {
        targets: Option<Vec<String>>,
        amounts: AmountsRow,
    },
    UnitPercent {
        targets: Option<Vec<String>>,
        rate: Number,
    },
    PayFewer {
        targets: Option<Vec<String>>,
        take: u32,
        pay: u32,
    },
    PriceOfSeveral {
        targets: Option<Vec<String>>,
        take: u32,
        amounts: AmountsRow,
    },
    PriceOfSet {
        requirements: Vec<RequirementRow>,
        amounts: AmountsRow,
    },
    Gift {
        requirements: Vec<RequirementRow>,
        gifts: Vec<String>,
        #[serde(default)]
        added: bool,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct RequirementRow {
    pub(in crate::seed) targets: Vec<String>,
    pub(in crate::seed) quantity: u32,
}
