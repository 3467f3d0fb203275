//! What is sold in stories: plain things, things in one currency, few things, dear things, things in variants.

use std::collections::BTreeMap;

use trolley_engine::domain::catalog::{Product, Variant};
use trolley_engine::domain::command::Command;
use trolley_engine::domain::id::PromotionId;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::promotion::{Code, Offer, Promotion, Reward};
use trolley_engine::domain::tax::{Rate, TaxAmount};

use crate::goods::{NOW, euros, import, prices, product, sku, stock, variant_id};

/// Something that is sold.
pub(super) struct Good {
    pub(super) product: &'static str,
    pub(super) variant: Option<&'static str>,
    pub(super) sku: &'static str,
    pub(super) usd: Option<i64>,
    pub(super) eur: Option<i64>,
    pub(super) stock: Option<i64>,
    /// The SKU of what the stock is counted under.
    pub(super) stock_of: &'static str,
}

const fn good(
    product: &'static str,
    sku: &'static str,
    usd: Option<i64>,
    eur: Option<i64>,
    stock: Option<i64>,
) -> Good {
    Good { product, variant: None, sku, usd, eur, stock, stock_of: sku }
}

/// All that is sold.
pub(super) const GOODS: &[Good] = &[
    good("plain", "SKU-plain", Some(1_000), Some(900), None),
    good("dollars", "SKU-dollars", Some(250), None, None),
    good("euros", "SKU-euros", None, Some(300), None),
    good("scarce", "SKU-scarce", Some(500), Some(450), Some(5)),
    good("dear", "SKU-dear", Some(4_000_000_000_000), Some(3_000_000_000_000), None),
    Good { variant: Some("small"), ..good("shirt", "SKU-small", Some(700), Some(650), Some(8)) },
    Good {
        variant: Some("large"),
        stock_of: "SKU-shirt",
        ..good("shirt", "SKU-large", Some(800), Some(650), Some(6))
    },
    Good {
        variant: Some("huge"),
        stock_of: "SKU-shirt",
        ..good("shirt", "SKU-huge", Some(700), Some(650), Some(6))
    },
];

/// Something that is taken off whole carts.
pub(super) struct Off {
    pub(super) code: &'static str,
    /// Thousandths, and an amount.
    pub(super) off_in_usd: (i64, i64),
    pub(super) off_in_eur: (i64, i64),
}

/// All that is taken off, the oldest first: a share in one currency, and an amount in both.
pub(super) const PROMOTIONS: &[Off] = &[
    Off { code: "TENTH", off_in_usd: (100, 0), off_in_eur: (0, 0) },
    Off { code: "FIVE", off_in_usd: (0, 500), off_in_eur: (0, 400) },
];

/// So many thousandths.
pub(super) fn rate(thousandths: i64) -> Rate {
    Rate::parse(&format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)).unwrap()
}

/// How many thousandths a tax is.
pub(super) fn thousandths(tax: TaxAmount) -> i64 {
    match tax {
        TaxAmount::Rate(rate) => i64::try_from(rate.parts() / (Rate::PARTS / 1_000)).unwrap(),
        TaxAmount::Fixed(_) => panic!("no step asks for that"),
    }
}

/// What brings all of it into a store.
pub(super) fn stocking() -> Command {
    let Command::Import(mut stocking) = import(products()) else { panic!("it is an import") };
    stocking.promotions = PROMOTIONS.iter().enumerate().map(promotion).collect();
    Command::Import(stocking)
}

fn promotion((place, off): (usize, &Off)) -> Promotion {
    let in_each = [(Currency::USD, off.off_in_usd), (euros(), off.off_in_eur)];
    let rates = in_each.iter().filter(|(_, off)| 0 < off.0);
    let rates: BTreeMap<_, _> = rates.map(|(currency, off)| (*currency, rate(off.0))).collect();
    let amounts = in_each.into_iter().filter(|(_, off)| 0 < off.1);
    let amounts = amounts.map(|(currency, off)| (currency, off.1)).collect();
    let reward = match rates.is_empty() {
        true => Reward::CartAmount { amounts, excluded: vec![] },
        false => Reward::CartPercent { rates, excluded: vec![] },
    };
    Promotion {
        id: PromotionId::new(format!("promotion-{place}")).unwrap(),
        name: off.code.to_owned(),
        description: String::new(),
        is_enabled: true,
        offer: Offer::ByCode(vec![Code { code: off.code.to_owned(), uses_max: None }]),
        starts_at: None,
        ends_at: None,
        subtotal_min: BTreeMap::new(),
        applications_max: None,
        discount_max: BTreeMap::new(),
        created_at: NOW,
        reward,
    }
}

/// The same as the engine's products.
fn products() -> Vec<Product> {
    let mut products: Vec<Product> = GOODS
        .iter()
        .filter(|good| good.variant.is_none())
        .map(|good| Product {
            prices: prices(good.usd, good.eur),
            stock: stock(good.stock),
            ..product(good.product)
        })
        .collect();
    let variant = |id: &str, usd, in_stock: Option<i64>| Variant {
        id: variant_id(id),
        sku: sku(&format!("SKU-{id}")),
        name: id.to_owned(),
        prices: prices(usd, None),
        stock: in_stock.map(|units| stock(Some(units))),
    };
    products.push(Product {
        prices: prices(Some(700), Some(650)),
        stock: stock(Some(6)),
        variants: vec![
            variant("small", None, Some(8)),
            variant("large", Some(800), None),
            variant("huge", None, None),
        ],
        ..product("shirt")
    });
    products
}
