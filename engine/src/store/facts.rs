//! What a command looks at, loaded before it is applied; and what it changes, saved afterwards.

mod named;
mod parked;
mod parts;
mod save;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(crate) use self::save::save;
use super::standing::Standing;
use super::tables::Tables;
use super::{carts, catalog, meta, orders, promotions};
use crate::domain::access::Principal;
use crate::domain::command::merging::CopyFrom;
use crate::domain::command::ordering::Checkout;
use crate::domain::command::{Command, OnLastCart};
use crate::domain::facts::Facts;
use crate::domain::gifts;
use crate::domain::id::{LineId, OrderId};
use crate::domain::time::Timestamp;
use crate::error::StoreError;

/// How often to ask for an identifier where those that come are taken.
const ATTEMPTS_MAX: usize = 1_000;

/// Who gives a command, and when.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'a> {
    /// When it was given.
    pub(crate) at: Timestamp,
    /// How many milliseconds more the clock shows now than when the command was made.
    pub(crate) clock_moved_ms: i64,
    /// On whose behalf.
    pub(crate) principal: &'a Principal,
    /// Makes identifiers of lines that no command names.
    pub(crate) new_line: &'a dyn Fn() -> String,
}

/// The facts for a command, and under which internal keys its carts and its order are stored.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The facts.
    pub(crate) facts: Facts,
    cart_key: Option<u64>,
    source_key: Option<u64>,
    order_key: Option<u64>,
}

/// Loads the facts for a command.
pub(crate) fn load(
    tables: &impl Tables,
    standing: &Standing,
    asker: Asker<'_>,
    command: &Command,
) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded::new(standing, asker);
    if let Some((cart, on_absent)) = named::cart(command) {
        loaded.cart(tables, cart)?;
        if let Some(on_absent) = on_absent {
            loaded.on_absent(tables, on_absent)?;
        }
    }
    for line in named::lines(command) {
        loaded.line(tables, line)?;
    }
    for inputs in named::custom_inputs(command) {
        parts::check_given(inputs)?;
    }
    match command {
        Command::CreateCart(command) => {
            loaded.customer(tables, command.new.customer.as_ref())?;
            loaded.references(tables, &command.lines)?;
        }
        Command::UpdateCart(command) => {
            loaded.customer(tables, command.customer.as_ref().and_then(Option::as_ref))?;
        }
        Command::AddLines(command) => {
            loaded.references(tables, &command.lines)?;
            loaded.code_uses(tables, command.codes.iter().map(String::as_str))?;
        }
        Command::EnterCode(command) => {
            let found = standing.promotions.find_code_spelled(&command.code, command.spelling);
            loaded.code_uses(tables, found.map(|(_, code)| code.code.as_str()).into_iter())?;
        }
        Command::RemoveLine(command) => loaded.elsewhere(tables, &command.line)?,
        Command::MergeCarts(command) => loaded.source(tables, &command.source)?,
        Command::CopyLines(command) => loaded.copied(tables, &command.from)?,
        Command::Checkout(command) => loaded.checkout(tables, command)?,
        Command::PayOrder(command) => loaded.order_to_pay(tables, &command.order)?,
        Command::CaptureTransaction(command) => loaded.order(tables, &command.order)?,
        Command::RefundTransaction(command) => loaded.order(tables, &command.order)?,
        Command::UpdateOrder(command) => {
            loaded.order(tables, &command.order)?;
            loaded.ordered(tables)?;
        }
        Command::ParkCart(command) => loaded.park(tables, command)?,
        Command::ResumeCart(command) => loaded.resume(tables, command)?,
        Command::DeleteParked(command) => loaded.parked(tables, &command.parked)?,
        Command::CreateKey(command) => {
            loaded.customer(tables, command.key.customer.as_ref())?;
            loaded.facts.key = standing.keys.find(command.key.digest).cloned();
        }
        Command::RevokeKey(command) => loaded.facts.key = standing.keys.find(command.key).cloned(),
        Command::DeleteCart(command) if command.on_last == OnLastCart::Refuse => loaded.last(tables)?,
        Command::DeleteCart(_)
        | Command::AbandonCart(_)
        | Command::PurgeCart(_)
        | Command::UpdateLine(_)
        | Command::ChangeLines(_)
        | Command::ClearCart(_)
        | Command::RemoveCode(_)
        | Command::AddTaxes(_)
        | Command::UpdateTax(_)
        | Command::RemoveTax(_)
        | Command::ClearTaxes(_)
        | Command::Import(_) => {}
    }
    if named::may_bring_gifts(command) {
        loaded.bundles(tables)?;
        loaded.gifts(tables, asker, command)?;
    }
    Ok(loaded)
}

impl Loaded {
    fn new(standing: &Standing, asker: Asker<'_>) -> Self {
        let facts = Facts {
            now: asker.at,
            clock_moved_ms: asker.clock_moved_ms,
            principal: asker.principal.clone(),
            settings: Arc::clone(&standing.settings),
            cart: None,
            instead: None,
            source: None,
            customer_known: true,
            is_last_of_customer: false,
            customer: None,
            references: Vec::new(),
            promotions: Arc::clone(&standing.promotions),
            code_uses: HashMap::new(),
            order: None,
            order_number: 0,
            own_number: 0,
            parked: None,
            key: None,
            parked_count: 0,
            new_lines: Vec::new(),
            products: BTreeMap::new(),
            line_elsewhere: None,
        };
        Self { facts, cart_key: None, source_key: None, order_key: None }
    }

    /// What is copied, with all that a copy of it is made of.
    fn copied(&mut self, tables: &impl Tables, from: &CopyFrom) -> Result<(), StoreError> {
        match from {
            CopyFrom::Cart(cart) => self.source(tables, cart)?,
            CopyFrom::Order(order) => self.order(tables, order)?,
        }
        let codes = self.facts.source.as_ref().map_or_else(Vec::new, |cart| cart.codes.clone());
        self.code_uses(tables, codes.iter().map(|entered| entered.code.as_str()))?;
        self.ordered(tables)
    }

    /// The cart to check out with all that is in it, and the last order that was made of it.
    fn checkout(&mut self, tables: &impl Tables, command: &Checkout) -> Result<(), StoreError> {
        let Some(mut stored) = carts::find(tables, &command.cart)? else { return Ok(()) };
        carts::load_inputs(tables, &mut stored)?;
        let cart = stored.cart;
        for line in &cart.lines {
            self.line_products(tables, line)?;
        }
        self.code_uses(tables, cart.codes.iter().map(|entered| entered.code.as_str()))?;
        if let Some(last) = &cart.last_checkout {
            self.order(tables, &last.order)?;
        }
        self.customer(tables, command.customer.as_ref())?;
        if let Some(customer) = command.customer.as_ref().or(cart.customer.as_ref()) {
            self.facts.customer = catalog::find_customer(tables, customer)?;
        }
        if !gifts::is_answered(&cart, self.facts.order.as_ref(), command) {
            orders::check_free(tables, &command.new_order)?;
        }
        self.facts.order_number = meta::last_order_key(tables)?.saturating_add(1);
        self.cart_key = Some(stored.key);
        self.facts.cart = Some(cart);
        Ok(())
    }

    fn order(&mut self, tables: &impl Tables, id: &OrderId) -> Result<(), StoreError> {
        let Some(stored) = orders::find(tables, id)? else { return Ok(()) };
        self.order_key = Some(stored.key);
        self.facts.own_number = stored.key;
        self.facts.order = Some(stored.order);
        Ok(())
    }

    /// The order, and what was ordered where nothing is held back for it yet.
    fn order_to_pay(&mut self, tables: &impl Tables, id: &OrderId) -> Result<(), StoreError> {
        self.order(tables, id)?;
        if self.facts.order.as_ref().is_some_and(|order| order.transactions.is_empty()) {
            self.ordered(tables)?;
        }
        Ok(())
    }

    /// The products of the order's lines.
    fn ordered(&mut self, tables: &impl Tables) -> Result<(), StoreError> {
        // Taken out, because products are put in beside it.
        let Some(order) = self.facts.order.take() else { return Ok(()) };
        let loaded = order.lines.iter().try_for_each(|line| self.line_products(tables, &line.line));
        self.facts.order = Some(order);
        loaded
    }

    fn code_uses<'a>(
        &mut self,
        tables: &impl Tables,
        codes: impl Iterator<Item = &'a str>,
    ) -> Result<(), StoreError> {
        for code in codes {
            let uses = promotions::uses(tables, code)?;
            if 0 < uses {
                self.facts.code_uses.insert(code.to_owned(), uses);
            }
        }
        Ok(())
    }

    /// The gifts that promotions may add with this command, and identifiers for the lines that the command may make.
    fn gifts(&mut self, tables: &impl Tables, asker: Asker<'_>, command: &Command) -> Result<(), StoreError> {
        let gifts = gifts::possible(&self.facts, command);
        for gift in &gifts {
            self.product(tables, &gift.found.product)?;
        }
        for _ in 0..gifts::new_line_count(&self.facts, command, &gifts) {
            let line = self.new_line(asker)?;
            self.facts.new_lines.push(line);
        }
        Ok(())
    }

    /// An identifier that no line of the cart and no other new line has.
    fn new_line(&self, asker: Asker<'_>) -> Result<LineId, StoreError> {
        let is_taken = |line: &LineId| {
            let cart = self.facts.cart.as_ref();
            self.facts.new_lines.contains(line) || cart.is_some_and(|cart| cart.line(line).is_some())
        };
        for _ in 0..ATTEMPTS_MAX {
            match LineId::new((asker.new_line)()) {
                Ok(line) if !is_taken(&line) => return Ok(line),
                Ok(_) | Err(_) => {}
            }
        }
        let reason = "there is no identifier for a new line".to_owned();
        Err(StoreError::Record { table: "line_ids", reason })
    }
}
