//! Adding to a cart.

use trolley_engine::domain::command::{AddContent, AddLine, AddLines, OnDuplicate, ProductRef, StockCheck};
use trolley_engine::domain::id::VariantId;

use super::super::shelf::{GOODS, PROMOTIONS};
use super::{Cart, LINES_MAX, Line, Reference, TOTAL_MAX, UNITS_MAX, What, Word, is_refused, number};

/// What is to be added, and what it costs.
struct Offered {
    what: What,
    list: i64,
    includes_tax: bool,
    currency: &'static str,
}

impl Reference {
    pub(super) fn add(&mut self, command: &AddLines) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live_or_new(number);
        let asked = currency(command.currency.map(|currency| currency.to_string()).as_deref());
        let (mut added, mut refused) = (Vec::new(), Vec::new());
        for (index, add) in command.lines.iter().enumerate() {
            match self.add_line(&mut cart, asked, add) {
                Ok(true) => added.push(format!("{index}n")),
                Ok(false) => added.push(format!("{index}")),
                Err(why) => refused.push(format!("{index}:{why}")),
            }
        }
        let (mut entered, mut is_changed) = (0, !added.is_empty());
        for (index, code) in command.codes.iter().enumerate() {
            match enter(&mut cart, code) {
                Ok(is_new) => {
                    entered += 1;
                    is_changed |= is_new;
                }
                Err(why) => refused.push(format!("{}:{why}", command.lines.len() + index)),
            }
        }
        if is_refused(command.on_refusal, added.len() + entered, &refused) {
            return Err(refused.join(" "));
        }
        if is_changed {
            cart.check()?;
            self.put(number, cart);
        }
        Ok(format!(
            "added {}{}",
            added.join(" "),
            refused.iter().map(|why| format!(" {why}")).collect::<String>()
        ))
    }

    /// Adds one; whether it is a new line.
    fn add_line(&self, cart: &mut Cart, asked: &'static str, add: &AddLine) -> Result<bool, String> {
        let currency = if cart.lines.is_empty() { asked } else { cart.currency };
        let offered = match &add.content {
            AddContent::Product { product, variant, .. } => {
                let good = sold(product, variant.as_ref())?;
                let list =
                    if currency == "EUR" { GOODS[good].eur } else { GOODS[good].usd }.ok_or("no price")?;
                Offered { what: What::Good(good), list, includes_tax: false, currency }
            }
            AddContent::Custom { unit_price, .. } if unit_price.minor_units < 0 => {
                return Err("price".to_owned());
            }
            AddContent::Custom { custom, unit_price } => Offered {
                what: What::Custom { name: custom.name.clone(), sku: custom.sku.clone() },
                list: unit_price.minor_units,
                includes_tax: unit_price.includes_tax,
                currency,
            },
        };
        let asked_units = i64::from(add.quantity.units());
        let place = cart.place(&offered.what, add.location.as_deref());
        let before = place.map_or(0, |place| cart.lines[place].units);
        let units = match (place, add.on_duplicate) {
            (Some(_), OnDuplicate::Refuse) => return Err("duplicate".to_owned()),
            (Some(_), OnDuplicate::Increase) => before + asked_units,
            (Some(_), OnDuplicate::Replace) | (None, _) => asked_units,
        };
        if UNITS_MAX < units {
            return Err("too many units".to_owned());
        }
        self.put_line(cart, place, offered, units, add)
    }

    /// Gives a line so many units; whether it is a new line.
    fn put_line(
        &self,
        cart: &mut Cart,
        place: Option<usize>,
        offered: Offered,
        units: i64,
        add: &AddLine,
    ) -> Result<bool, String> {
        if place.is_none() && cart.lines.len() == LINES_MAX {
            return Err("too many lines".to_owned());
        }
        if let What::Good(good) = offered.what {
            let (before, asked) =
                (place.map_or(0, |place| cart.lines[place].units), i64::from(add.quantity.units()));
            check_stock(good, add.checks.stock, cart.units_elsewhere(good, place), before, units, asked)?;
        }
        let present = place.map(|place| &cart.lines[place]);
        // A custom item that is there keeps its price.
        let list = match (&offered.what, present) {
            (What::Custom { .. }, Some(line)) => line.list,
            (What::Custom { .. }, None) | (What::Good(_), _) => offered.list,
        };
        let kept = present.filter(|line| line.overridden).map(|line| line.price);
        let (price, overridden) = match (add.price_override, kept) {
            (Some(price), _) if price < 0 => return Err("price".to_owned()),
            (Some(price), _) | (None, Some(price)) => (price, true),
            (None, None) => (list, false),
        };
        if TOTAL_MAX < cart.total_with(place, price, units) {
            return Err("total".to_owned());
        }
        cart.currency = offered.currency;
        match place {
            Some(place) => {
                let present = &mut cart.lines[place];
                (present.units, present.price, present.overridden) = (units, price, overridden);
                present.list = list;
            }
            None => cart.lines.push(Line {
                id: add.new_line.to_string(),
                what: offered.what,
                location: add.location.clone(),
                units,
                price,
                list,
                includes_tax: offered.includes_tax,
                overridden,
                taxes: vec![],
                added_at: self.now.not_before(cart.updated_at),
            }),
        }
        Ok(place.is_none())
    }

    /// Adds what is copied; its identifier is for the engine to make.
    pub(super) fn add_copy(
        &self,
        cart: &mut Cart,
        currency: &'static str,
        add: &AddLine,
    ) -> Result<bool, String> {
        let before = cart.lines.len();
        let is_new = self.add_line(cart, currency, add)?;
        for place in before..cart.lines.len() {
            cart.lines[place].id = self.copy_id(cart);
        }
        Ok(is_new)
    }

    /// What a copy is called until the engine's identifier is known; no line of any cart is called so.
    fn copy_id(&self, cart: &Cart) -> String {
        let is_taken = |id: &String| {
            let lines = self.carts.iter().flatten().chain([cart]).flat_map(|cart| &cart.lines);
            lines.into_iter().any(|line| line.id == *id)
        };
        let mut ids = (0_usize..).map(|number| format!("{COPY_PREFIX}{number}"));
        ids.find(|id| !is_taken(id)).expect("there are enough numbers")
    }
}

/// What the identifiers of copies begin with that the engine has not named yet.
pub(super) const COPY_PREFIX: &str = "copy ";

/// Enters a code; whether it was not there.
pub(super) fn enter(cart: &mut Cart, code: &str) -> Result<bool, String> {
    if cart.codes.iter().any(|entered| entered == code) {
        return Ok(false);
    }
    if PROMOTIONS.iter().all(|promotion| promotion.code != code) {
        return Err("no code".to_owned());
    }
    if cart.lines.is_empty() {
        return Err("empty".to_owned());
    }
    cart.codes.push(code.to_owned());
    Ok(true)
}

fn currency(asked: Option<&str>) -> &'static str {
    if asked == Some("EUR") { "EUR" } else { "USD" }
}

pub(super) fn check_stock(
    good: usize,
    check: StockCheck,
    elsewhere: i64,
    before: i64,
    after: i64,
    asked: i64,
) -> Result<(), String> {
    let requested = match check {
        StockCheck::Skip => return Ok(()),
        StockCheck::Cart if after <= before => return Ok(()),
        StockCheck::Cart => elsewhere + after,
        StockCheck::Request => asked,
    };
    match GOODS[good].stock {
        Some(available) if available < requested => Err(format!("stock {requested}/{available}")),
        Some(_) | None => Ok(()),
    }
}

/// What an add names.
fn sold(product: &ProductRef, variant: Option<&VariantId>) -> Result<usize, String> {
    let variant = variant.map(|variant| variant.as_str());
    let found = GOODS.iter().position(|good| match product {
        ProductRef::Id(id) => good.product == id.as_str() && good.variant == variant,
        ProductRef::Sku(sku) => good.sku == sku.as_str(),
    });
    let is_shirt = matches!(product, ProductRef::Id(id) if id.as_str() == "shirt");
    found.ok_or_else(|| if is_shirt { "variant?".to_owned() } else { "no product".to_owned() })
}
