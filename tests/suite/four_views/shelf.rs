//! What is sold in the stories, as the demo catalog has it, written down once more.

/// The currencies of the stories; the first is the store's own.
pub(super) const CURRENCIES: [&str; 3] = ["USD", "EUR", "JPY"];

/// What can be added.
#[derive(Debug)]
pub(super) struct Good {
    pub(super) product: &'static str,
    pub(super) variant: Option<&'static str>,
    pub(super) sku: &'static str,
    /// The only API that can ask for it makes it a line of its own; the others mean what has nothing about it.
    pub(super) about: About,
    /// What a unit costs in each currency, and whether tax is in that; none where it is not sold for it.
    pub(super) prices: [Option<(i64, bool)>; 3],
    /// From how many units on one costs so much in each currency; none where it costs what fewer do.
    pub(super) tiers: &'static [(i64, [Option<i64>; 3])],
    /// The tax of the catalog, in thousandths.
    pub(super) tax: i64,
    /// What a unit takes from which counted stock.
    pub(super) draws: Option<(Stock, i64)>,
    pub(super) on_sale: bool,
    /// Whether SDS shop asks for a team.
    pub(super) needs_team: bool,
}

/// What makes a line of its own besides product and variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Nothing.
    Nothing,
    /// What is selected by default.
    DefaultSelection,
    /// What is selected.
    Selection(&'static str),
    /// A text of the shopper's.
    Text(&'static str),
}

/// The stocks that are counted, and of which there can be too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stock {
    Totes,
    Mugs,
    Socks,
    LargeSocks,
    Kits,
    Cards,
    Marbles,
    Radios,
}

impl Stock {
    pub(super) const fn available(self) -> i64 {
        match self {
            Self::Totes => 250,
            Self::Mugs => 40,
            Self::Socks => 60,
            Self::LargeSocks => 3,
            Self::Kits => 1_000,
            Self::Cards => 5,
            Self::Marbles => 12,
            Self::Radios => 7,
        }
    }
}

/// The place of what brings a gift with each unit, for which there is a promotion.
pub(super) const BRINGER: usize = 0;
/// The place of that gift.
pub(super) const GIFT: usize = 1;

pub(super) const GOODS: &[Good] = &[
    Good {
        prices: [Some((10_000, false)), Some((9_500, false)), None],
        ..plain("5a4662d2-9a2b-4f6e-a215-2970db914b0c", "sku1")
    },
    Good {
        prices: [Some((500, false)), None, None],
        ..plain("84f6770a-724c-4430-a4ec-0873a0f7500a", "gift")
    },
    Good {
        prices: [Some((1_800, false)), Some((1_650, true)), Some((2_600, true))],
        draws: Some((Stock::Totes, 1)),
        ..plain("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a01", "TROLLEY-TOTE")
    },
    Good {
        prices: [Some((950, false)), Some((890, true)), Some((1_400, true))],
        draws: Some((Stock::Mugs, 1)),
        ..plain("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a02", "TROLLEY-MUG")
    },
    Good {
        variant: Some("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1b01"),
        prices: [Some((1_299, false)), Some((1_190, true)), None],
        draws: Some((Stock::Socks, 1)),
        ..plain(SOCKS, "TROLLEY-SOCKS-S")
    },
    Good {
        variant: Some("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1b02"),
        prices: [Some((1_399, false)), Some((1_190, true)), None],
        draws: Some((Stock::LargeSocks, 1)),
        ..plain(SOCKS, "TROLLEY-SOCKS-L")
    },
    Good {
        prices: [Some((2_500, true)), Some((2_500, true)), Some((3_000, true))],
        ..plain("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04", "TROLLEY-CARD")
    },
    // There is one, and then it is made to order.
    Good {
        prices: [Some((7_900, false)), Some((7_450, true)), None],
        ..plain("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a05", "TROLLEY-LAMP")
    },
    Good {
        prices: [Some((4_400, false)), None, None],
        draws: Some((Stock::Radios, 1)),
        on_sale: false,
        ..plain("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a07", "TROLLEY-RADIO")
    },
    Good {
        prices: [Some((11_000, false)), Some((10_250, true)), None],
        draws: Some((Stock::Kits, 1)),
        needs_team: true,
        ..plain("sds_1", "CK-SDS001")
    },
    Good {
        prices: [Some((499, false)), Some((450, true)), Some((700, true))],
        draws: Some((Stock::Cards, 1)),
        ..plain("25617d3e-14a6-434c-bfab-3fda87517aaf", "CARD-GREETING")
    },
    Good {
        prices: [Some((120, false)), Some((110, true)), None],
        tiers: &[(12, [Some(100), Some(92), None]), (144, [Some(80), None, None])],
        ..plain("a90c7b3e-5f12-4d68-b7a4-6e0d1c9f8235", "pencil")
    },
    Good {
        prices: [Some((999, false)), Some((1_200, true)), None],
        tax: 200,
        ..plain("f4b85d20-1e63-4a9c-8c17-d93e5a7062b8", "tea")
    },
    Good {
        prices: [Some((425, false)), Some((400, true)), None],
        draws: Some((Stock::Marbles, 1)),
        ..plain("1aea6f97-f0d9-452c-b3c1-7fb5629ead82", "toy-marbles")
    },
    Good {
        about: About::DefaultSelection,
        prices: [Some((3_649, false)), Some((3_400, true)), None],
        ..plain(PLAY_BOX, "playbox")
    },
    Good {
        about: About::Selection(
            r#"{"games":{"d7b79eb8-19d8-45ea-86ed-2324a604dd9c":1},"toys":{"1aea6f97-f0d9-452c-b3c1-7fb5629ead82":3}}"#,
        ),
        prices: [Some((4_274, false)), Some((4_000, true)), None],
        draws: Some((Stock::Marbles, 3)),
        ..plain(PLAY_BOX, "playbox")
    },
    Good { prices: DANCE_PRICES, ..plain(DANCE, "TEE-DANCE") },
    Good { about: About::Text("Jane"), prices: DANCE_PRICES, ..plain(DANCE, "TEE-DANCE") },
    Good { about: About::Text("Joe"), prices: DANCE_PRICES, ..plain(DANCE, "TEE-DANCE") },
    // A half of a cent at a tenth off, so that it matters how amounts are rounded.
    Good {
        prices: [Some((5, false)), Some((5, true)), None],
        ..plain("cmcc0wyj9000anx0kzd46mu9e", "SK-STICKERS")
    },
];

const SOCKS: &str = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a03";
const PLAY_BOX: &str = "e3d6f2a1-7b48-4c05-9a1e-2c8f4b7d6053";
const DANCE: &str = "df32387b-6ce6-4802-9b90-1126a5c5a54f";
const DANCE_PRICES: [Option<(i64, bool)>; 3] =
    [Some((2_500, false)), Some((2_300, true)), Some((3_600, true))];

/// What has nothing about it, and no price yet.
const fn plain(product: &'static str, sku: &'static str) -> Good {
    Good {
        product,
        variant: None,
        sku,
        about: About::Nothing,
        prices: [None; 3],
        tiers: &[],
        tax: 0,
        draws: None,
        on_sale: true,
        needs_team: false,
    }
}

impl Good {
    /// Whether every API can ask for it.
    pub(super) fn is_for_all(&self) -> bool {
        matches!(self.about, About::Nothing | About::DefaultSelection)
    }

    /// What names it where a variant is a product of its own.
    pub(super) fn product_or_variant(&self) -> &'static str {
        self.variant.unwrap_or(self.product)
    }

    /// What one of so many units costs, and whether tax is in that.
    pub(super) fn price(&self, currency: usize, units: i64) -> Option<(i64, bool)> {
        let (usual, includes_tax) = self.prices[currency]?;
        let reached = self.tiers.iter().rev().filter(|(from, _)| *from <= units);
        let tier = reached.filter_map(|(_, prices)| prices[currency]).next();
        Some((tier.unwrap_or(usual), includes_tax))
    }
}
