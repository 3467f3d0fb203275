//! The one cart as it should be: plain lists, by rules written down once more, in no API's words.

mod telling;
mod bringing;

use super::shelf::{About, BRINGER, GIFT, GOODS, Good};
use super::story::Custom;

const LINES_MAX: usize = 100;
const UNITS_MAX: i64 = 2_147_483_647;
const TAXES_MAX: usize = 5;
/// The code takes a tenth off in the first two currencies.
const CODE_CURRENCIES: usize = 2;

/// The cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ledger {
    /// How many steps there were.
    now: u64,
    /// Whose it is; none where it is a guest's.
    pub(super) customer: Option<&'static str>,
    pub(super) exists: bool,
    /// The currency of the lines, by its place; without meaning where there are none.
    pub(super) currency: usize,
    pub(super) rows: Vec<Row>,
    /// Whether the code of a tenth off is in it.
    pub(super) has_code: bool,
    /// Another cart, from which lines can be brought.
    other: Option<Box<Ledger>>,
    /// How many such carts were closed.
    pub(super) closed_others: u64,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Empty until the server has given it one.
    pub(super) id: String,
    pub(super) what: What,
    /// The shopper's own units.
    wanted: i64,
    /// Units that the promotion has added.
    pub(super) gifts: i64,
    /// A price that was set by hand.
    set_price: Option<i64>,
    /// Its taxes besides the catalog's, in thousandths.
    taxes: Vec<i64>,
    /// After how many steps it was made.
    pub(super) added: u64,
}

/// What a line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// By its place on the shelf.
    Good(usize),
    Custom(Custom),
}

/// Units to add.
struct Add {
    what: What,
    units: i64,
    /// Whether they take the place of those that are there.
    replace: bool,
    /// Whether there must be enough in stock, and it must be on sale.
    checks: Checks,
    price: Option<i64>,
}

#[derive(Debug, Clone, Copy)]
struct Checks {
    stock: bool,
    on_sale: bool,
}

/// It is not done, and leaves everything as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Refused;

impl Row {
    /// A line without units.
    const fn new(what: What, added: u64) -> Self {
        Self { id: String::new(), what, wanted: 0, gifts: 0, set_price: None, taxes: Vec::new(), added }
    }

    pub(super) const fn units(&self) -> i64 {
        self.wanted + self.gifts
    }

    pub(super) fn good(&self) -> Option<&'static Good> {
        match self.what {
            What::Good(good) => Some(&GOODS[good]),
            What::Custom(_) => None,
        }
    }

    /// What a unit costs in the catalog, and whether tax is in that; of a custom item what was first said.
    pub(super) fn list_price(&self, currency: usize) -> (i64, bool) {
        match self.what {
            What::Good(good) => GOODS[good].price(currency, self.units()).expect("it was sold"),
            What::Custom(custom) => (custom.price, custom.includes_tax),
        }
    }

    /// What a unit costs.
    pub(super) fn price(&self, currency: usize) -> i64 {
        self.set_price.unwrap_or_else(|| self.list_price(currency).0)
    }

    /// All its taxes together, in thousandths.
    pub(super) fn tax(&self) -> i64 {
        self.good().map_or(0, |good| good.tax) + self.taxes.iter().sum::<i64>()
    }

    /// Its stock keeping unit; where it has none, SDS shop has what names the line in its place.
    pub(super) fn sku(&self) -> &str {
        match self.what {
            What::Good(good) => GOODS[good].sku,
            What::Custom(custom) => custom.sku,
        }
    }

    /// What SDS shop calls it.
    pub(super) fn sds_sku(&self) -> &str {
        if self.sku().is_empty() { &self.id } else { self.sku() }
    }

    /// Whether it is of what is given away.
    pub(super) fn is_gift(&self) -> bool {
        self.what == What::Good(GIFT)
    }

    fn draw(&self) -> Option<(super::shelf::Stock, i64)> {
        let (stock, of_one) = self.good()?.draws?;
        Some((stock, of_one * self.units()))
    }

    /// Gives it the units that the shopper sets; more than it had are all the shopper's own.
    fn want(&mut self, units: i64) {
        if self.units() < units {
            (self.wanted, self.gifts) = (units, 0);
        } else {
            self.wanted = self.wanted.min(units);
            self.gifts = self.gifts.min(units - self.wanted);
        }
    }
}

impl Ledger {
    /// The cart of this customer or a guest's, before it is made.
    pub(super) const fn none(customer: Option<&'static str>) -> Self {
        let rows = Vec::new();
        Self {
            now: 0,
            customer,
            exists: false,
            currency: 0,
            rows,
            has_code: false,
            other: None,
            closed_others: 0,
        }
    }

    /// The identifier of the line in this place, counted round; of a line that is nowhere where there is none.
    pub(super) fn line_id(&self, place: usize) -> &str {
        self.place(place).map_or("line-nowhere", |place| &self.rows[place].id)
    }

    /// What SDS shop calls the line in this place; a product that is in no line where there is none.
    pub(super) fn line_sku(&self, place: usize) -> &str {
        self.place(place).map_or("PS-SDS005", |place| self.rows[place].sds_sku())
    }

    /// Notes what the server calls the new lines. No line that was there is called otherwise than before.
    pub(super) fn name_new(&mut self, ids: &[String]) -> Result<(), String> {
        let expected: Vec<&str> = self.rows.iter().map(|row| row.id.as_str()).collect();
        let is_same = |(known, seen): (&&str, &String)| known.is_empty() || *known == seen.as_str();
        if expected.len() != ids.len() || !expected.iter().zip(ids).all(is_same) {
            return Err(format!("the lines are {ids:?}, and should be {expected:?}"));
        }
        for (row, id) in self.rows.iter_mut().zip(ids) {
            row.id.clone_from(id);
        }
        Ok(())
    }

    /// How many units of the gift are free.
    pub(super) fn free_gifts(&self) -> i64 {
        if self.currency != 0 {
            return 0;
        }
        let units = |good| -> i64 {
            self.rows.iter().filter(|row| row.what == What::Good(good)).map(Row::units).sum()
        };
        units(BRINGER).min(units(GIFT))
    }

    /// What the code takes off, or would.
    pub(super) fn tenth(&self) -> i64 {
        let off_by_gift = |row: &Row| if row.is_gift() { self.free_gifts() } else { 0 };
        let left = self.rows.iter().map(|row| row.price(self.currency) * (row.units() - off_by_gift(row)));
        if CODE_CURRENCIES <= self.currency { 0 } else { (left.sum::<i64>() + 5) / 10 }
    }

    fn place(&self, place: usize) -> Option<usize> {
        place.checked_rem(self.rows.len())
    }

    fn place_of_id(&self, id: &str) -> Result<usize, Refused> {
        self.rows.iter().position(|row| row.id == id).ok_or(Refused)
    }

    /// The lines that SDS shop means by a stock keeping unit; custom items where it is no product's.
    fn places_of_sku(&self, sku: &str) -> Vec<usize> {
        let places = |is_meant: &dyn Fn(&Row) -> bool| -> Vec<usize> {
            (0..self.rows.len()).filter(|place| is_meant(&self.rows[*place])).collect()
        };
        let of_products = places(&|row| row.good().is_some_and(|good| good.sku == sku));
        if of_products.is_empty() {
            return places(&|row| row.good().is_none() && row.sds_sku() == sku);
        }
        of_products
    }

    /// The line that units of this would be added to.
    fn place_of_key(&self, what: What) -> Option<usize> {
        self.rows.iter().position(|row| match (row.what, what) {
            (What::Custom(one), What::Custom(other)) => one.sku == other.sku && !one.sku.is_empty(),
            (one, other) => one == other,
        })
    }

    fn add(&mut self, asked: Option<usize>, add: &Add) -> Result<(), Refused> {
        let currency = if self.rows.is_empty() { asked.unwrap_or(0) } else { self.currency };
        if let What::Good(good) = add.what {
            let is_sold = GOODS[good].on_sale || !add.checks.on_sale;
            GOODS[good].price(currency, 1).filter(|_| is_sold).ok_or(Refused)?;
        }
        let place = self.place_of_key(add.what);
        let before = place.map_or(0, |place| self.rows[place].units());
        let after = if add.replace { add.units } else { before + add.units };
        if UNITS_MAX < after || (place.is_none() && self.rows.len() == LINES_MAX) {
            return Err(Refused);
        }
        if add.checks.stock {
            self.check_stock(place, add.what, before, after)?;
        }
        self.currency = currency;
        let place = place.unwrap_or_else(|| {
            self.rows.push(Row::new(add.what, self.now));
            self.rows.len() - 1
        });
        let row = &mut self.rows[place];
        if add.replace {
            row.want(add.units)
        } else {
            row.wanted += add.units
        }
        row.set_price = add.price.or(row.set_price);
        Ok(())
    }

    fn set(&mut self, place: usize, units: i64, check_stock: bool) -> Result<(), Refused> {
        let row = &self.rows[place];
        if UNITS_MAX < units {
            return Err(Refused);
        }
        if check_stock {
            self.check_stock(Some(place), row.what, row.units(), units)?;
        }
        self.rows[place].want(units);
        Ok(())
    }

    /// Refuses more than there is, if it is more than before.
    fn check_stock(&self, place: Option<usize>, what: What, before: i64, after: i64) -> Result<(), Refused> {
        let What::Good(good) = what else { return Ok(()) };
        let Some((stock, of_one)) = GOODS[good].draws.filter(|_| before < after) else { return Ok(()) };
        let others = self.rows.iter().enumerate().filter(|(index, _)| Some(*index) != place);
        let others = others.filter_map(|(_, row)| row.draw()).filter(|(other, _)| *other == stock);
        let drawn = others.map(|(_, units)| units).sum::<i64>() + of_one * after;
        if stock.available() < drawn { Err(Refused) } else { Ok(()) }
    }

    fn enter_code(&mut self) -> Result<(), Refused> {
        if self.rows.is_empty() && !self.has_code {
            return Err(Refused);
        }
        self.has_code = true;
        Ok(())
    }

    fn tax_line(&mut self, place: usize, thousandths: i64) -> Result<(), Refused> {
        let taxes = &mut self.rows[place].taxes;
        if taxes.len() == TAXES_MAX {
            return Err(Refused);
        }
        taxes.push(thousandths);
        Ok(())
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.has_code = false;
    }

    /// Brings the gifts that are due, behind all lines where there is none of it yet, and takes away those that are not.
    fn settle(&mut self) {
        let is_given = self.currency == 0;
        let brought = self.rows.iter().filter(|row| is_given && row.what == What::Good(BRINGER));
        let due: i64 = brought.map(Row::units).sum();
        if let Some(row) = self.rows.iter_mut().find(|row| row.what == What::Good(GIFT)) {
            row.gifts = (due - row.wanted).max(0);
        } else if 0 < due {
            let gift = Row::new(What::Good(GIFT), self.now);
            self.rows.push(Row { gifts: due, ..gift });
        }
        self.rows.retain(|row| 0 < row.units());
    }

    /// The one line that a stock keeping unit means where it can be but one: that with nothing about it, or the oldest.
    fn place_of_sku(&self, sku: &str) -> Result<usize, Refused> {
        let places = self.places_of_sku(sku);
        let is_plain =
            |place: &&usize| self.rows[**place].good().is_some_and(|good| good.about == About::Nothing);
        places.iter().find(is_plain).or_else(|| places.first()).copied().ok_or(Refused)
    }
}
