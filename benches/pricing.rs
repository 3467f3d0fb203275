//! Carts, promotions and taxes that are the same in every run.

use std::collections::HashMap;

use trolley_engine::domain::cart::{Cart, CartStatus, Content, Counted, Expiry, Line};
use trolley_engine::domain::facts::Found;
use trolley_engine::domain::id::{CartId, InvalidId, ProductId, PromotionId};
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::promotion::{
    AmountsByCurrency, Offer, Promotion, Promotions, Requirement, Reward, Target, Targets,
};
use trolley_engine::domain::shared::Shared;
use trolley_engine::domain::tax::Rate;
use trolley_engine::{Quantity, Timestamp};

use crate::commands::{NOW, line_id, product_id};
use crate::shop::{PRODUCTS, fifth, unit_price};

/// When carts are priced.
pub const AT: Timestamp = NOW;

/// A cart of so many lines, all of different products: the product of number n costs 10.00 and n times 0.37 dollars, and
/// there are 1 to 5 of it. With tax, each has 20 % on top.
///
/// # Errors
///
/// [`InvalidId`] where an identifier is not one, which is a bug.
pub fn cart(lines: usize, is_taxed: bool) -> Result<Cart, InvalidId> {
    let tax_rate = if is_taxed { fifth() } else { Rate::ZERO };
    Ok(Cart {
        id: CartId::new("cart")?,
        customer: None,
        status: CartStatus::Active,
        name: String::new(),
        description: String::new(),
        attributes: Vec::new(),
        requested_currency: None,
        priced_currency: Some(Currency::USD),
        lines: (0..lines).map(|number| line(number, tax_rate).map(Shared::from)).collect::<Result<_, _>>()?,
        discounts: Vec::new(),
        codes: Vec::new(),
        is_stock_deferred: false,
        separates_locations: true,
        preview_at: None,
        last_checkout: None,
        line_sequence: 100,
        revision: 1,
        created_at: NOW,
        updated_at: NOW,
        counted: Counted::from(NOW),
        expiry: Expiry::Never,
    })
}

fn line(number: usize, tax_rate: Rate) -> Result<Line, InvalidId> {
    let dearer = i64::try_from(number).unwrap_or(0);
    let unit_price = unit_price(number);
    Ok(Line {
        id: line_id(number)?,
        sequence: 1 + number as u64,
        content: Content::Product { product: product_id(number)?, variant: None, bundle: None },
        quantity: Quantity::new(1 + dearer % 5).unwrap_or(Quantity::ONE),
        auto_added: Vec::new(),
        unit_price,
        list_price: unit_price,
        price_overridden: false,
        tax_rate,
        taxes: Vec::new(),
        custom_inputs: None,
        location: None,
        options: None,
        notes: None,
        metadata: None,
        added_at: NOW,
        updated_at: NOW,
    })
}

/// Five promotions of different kinds, on products by the last digit of their numbers: 10 % off 0; two for one of 1; a 2
/// and a 3 for 20.00; a 5 free with two of 4; and 10 % off the cart.
///
/// # Errors
///
/// [`InvalidId`] where an identifier is not one, which is a bug.
pub fn promotions() -> Result<Vec<Promotion>, InvalidId> {
    let tenth = Rate::parse("0.1").unwrap_or(Rate::ZERO);
    let requirement = |digit, quantity| Requirement { targets: targets(digit), quantity };
    let rewards = [
        Reward::UnitPercent { targets: Targets::Only(targets(0)), rate: tenth },
        Reward::PayFewer { targets: Targets::Only(targets(1)), take: 2, pay: 1 },
        Reward::PriceOfSet {
            requirements: vec![requirement(2, 1), requirement(3, 1)],
            amounts: [(Currency::USD, 2_000)].into(),
        },
        Reward::Gift { requirements: vec![requirement(4, 2)], gifts: targets(5), is_added: false },
        Reward::CartPercent { rates: [(Currency::USD, tenth)].into(), excluded: Vec::new() },
    ];
    rewards.into_iter().enumerate().map(|(number, reward)| promotion(number, reward)).collect()
}

/// The same with what their targets lead to.
///
/// # Errors
///
/// [`InvalidId`] where an identifier is not one, which is a bug.
pub fn five_promotions() -> Result<Promotions, InvalidId> {
    let mut found = HashMap::new();
    for number in 0..PRODUCTS {
        let product: ProductId = product_id(number)?;
        found.insert(Target(product.to_string()), Found { product, variant: None });
    }
    Ok(Promotions::new(promotions()?, found))
}

/// The products whose numbers end in this digit.
fn targets(digit: usize) -> Vec<Target> {
    let numbers = (digit..PRODUCTS).step_by(10);
    numbers.filter_map(|number| product_id(number).ok()).map(|id| Target(id.into_string())).collect()
}

fn promotion(number: usize, reward: Reward) -> Result<Promotion, InvalidId> {
    Ok(Promotion {
        id: PromotionId::new(format!("5d0c1a7e-0000-4000-8000-{number:012}"))?,
        name: format!("Promotion {number}"),
        description: String::new(),
        is_enabled: true,
        offer: Offer::Automatic,
        starts_at: None,
        ends_at: None,
        subtotal_min: AmountsByCurrency::new(),
        applications_max: None,
        discount_max: AmountsByCurrency::new(),
        created_at: NOW,
        reward,
    })
}
