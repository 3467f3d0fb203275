//! What a command looks at, loaded before it is applied; and what it changes, saved afterwards.

use std::collections::HashMap;
use std::sync::Arc;

use super::tables::{Tables, WriteTables};
use super::{carts, catalog};
use crate::domain::access::Principal;
use crate::domain::apply::{Change, SourceChange, Write};
use crate::domain::cart::{Cart, CustomInputs, CustomInputsBody};
use crate::domain::catalog::Settings;
use crate::domain::command::{AddContent, AddLine, Command, LineRef, OnAbsent, ProductRef};
use crate::domain::facts::Facts;
use crate::domain::id::{CartId, CustomerId, LineId, ProductId};
use crate::domain::time::Timestamp;
use crate::error::{Error, StoreError};

/// The facts for a command, and under which internal keys its carts are stored.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The facts.
    pub(crate) facts: Facts,
    cart_key: Option<u64>,
    source_key: Option<u64>,
}

/// Loads the facts for a command.
pub(crate) fn load(
    tables: &impl Tables,
    settings: &Arc<Settings>,
    at: Timestamp,
    principal: &Principal,
    command: &Command,
) -> Result<Loaded, StoreError> {
    let facts = Facts {
        now: at,
        principal: principal.clone(),
        settings: Arc::clone(settings),
        cart: None,
        instead: None,
        source: None,
        customer_known: true,
        references: Vec::new(),
        promotions: Arc::default(),
        code_uses: HashMap::new(),
        order: None,
        new_lines: Vec::new(),
        products: HashMap::new(),
        line_elsewhere: None,
    };
    let mut loaded = Loaded { facts, cart_key: None, source_key: None };
    match command {
        Command::CreateCart(command) => {
            loaded.cart(tables, &command.cart)?;
            loaded.customer(tables, command.new.customer.as_ref())?;
            loaded.references(tables, &command.lines)?;
        }
        Command::UpdateCart(command) => {
            loaded.cart(tables, &command.cart)?;
            loaded.on_absent(tables, &command.on_absent)?;
        }
        Command::DeleteCart(command) => loaded.cart(tables, &command.cart)?,
        Command::AddLines(command) => {
            loaded.cart(tables, &command.cart)?;
            loaded.on_absent(tables, &command.on_absent)?;
            loaded.references(tables, &command.lines)?;
        }
        Command::UpdateLine(command) => {
            check_given(command.custom_inputs.as_ref().and_then(Option::as_ref))?;
            loaded.cart(tables, &command.cart)?;
            loaded.line(tables, &command.line)?;
        }
        Command::RemoveLine(command) => {
            loaded.cart(tables, &command.cart)?;
            loaded.line(tables, &command.line)?;
            loaded.elsewhere(tables, &command.line)?;
        }
        Command::ClearCart(command) => {
            loaded.cart(tables, &command.cart)?;
            loaded.on_absent(tables, &command.on_absent)?;
        }
        Command::MergeCarts(command) => {
            loaded.cart(tables, &command.target)?;
            loaded.on_absent(tables, &command.on_absent)?;
            loaded.source(tables, &command.source)?;
        }
        Command::Import(_) => {}
        _ => unimplemented!(),
    }
    Ok(loaded)
}

/// Saves what a command has changed.
///
/// # Errors
///
/// [`Error::ImportInvalid`] where an import contradicts what is there, and [`Error::Store`]. Some of the change may be
/// written by then: the transaction is to be dropped.
pub(crate) fn save(
    tables: &mut WriteTables<'_>,
    loaded: &Loaded,
    command: &Command,
    change: &Change,
) -> Result<(), Error> {
    if let Command::Import(command) = command {
        catalog::import(tables, command)?;
    }
    match (&change.cart, change.write) {
        (Some(cart), Write::Create) => carts::create(tables, cart)?,
        (Some(cart), Write::Update) => {
            let (key, before) = stored(loaded.cart_key, loaded.facts.cart.as_ref())?;
            carts::update(tables, key, before, cart)?;
        }
        (_, Write::Delete) => {
            let (key, before) = stored(loaded.cart_key, loaded.facts.cart.as_ref())?;
            carts::delete(tables, key, before)?;
        }
        (_, Write::Nothing) | (None, _) => {}
    }
    match &change.source {
        SourceChange::Nothing => {}
        SourceChange::Update(cart) => {
            let (key, before) = stored(loaded.source_key, loaded.facts.source.as_ref())?;
            carts::update(tables, key, before, cart)?;
        }
        SourceChange::Delete => {
            let (key, before) = stored(loaded.source_key, loaded.facts.source.as_ref())?;
            carts::delete(tables, key, before)?;
        }
    }
    Ok(())
}

/// A cart that was loaded and is to be changed, and its internal key.
fn stored(key: Option<u64>, cart: Option<&Cart>) -> Result<(u64, &Cart), StoreError> {
    key.zip(cart).ok_or_else(|| StoreError::Record {
        table: "carts",
        reason: "a cart that is to be changed is not there".to_owned(),
    })
}

/// Refuses custom inputs that a caller took from a receipt in which they were left where they are stored.
fn check_given(inputs: Option<&CustomInputs>) -> Result<(), StoreError> {
    match inputs.map(|inputs| &inputs.body) {
        Some(CustomInputsBody::Stored) => Err(StoreError::Record {
            table: "blobs",
            reason: "custom inputs of a command were left where they are stored".to_owned(),
        }),
        Some(CustomInputsBody::Loaded(_)) | None => Ok(()),
    }
}

impl Loaded {
    fn cart(&mut self, tables: &impl Tables, id: &CartId) -> Result<(), StoreError> {
        let Some(stored) = carts::find(tables, id)? else { return Ok(()) };
        self.cart_key = Some(stored.key);
        self.facts.cart = Some(stored.cart);
        Ok(())
    }

    fn source(&mut self, tables: &impl Tables, id: &CartId) -> Result<(), StoreError> {
        let Some(mut stored) = carts::find(tables, id)? else { return Ok(()) };
        carts::load_inputs(tables, &mut stored)?;
        for line in &stored.cart.lines {
            let Some(product) = line.product() else { continue };
            self.product(tables, product)?;
        }
        self.source_key = Some(stored.key);
        self.facts.source = Some(stored.cart);
        Ok(())
    }

    fn on_absent(&mut self, tables: &impl Tables, on_absent: &OnAbsent) -> Result<(), StoreError> {
        match on_absent {
            OnAbsent::Create(new) => self.customer(tables, new.customer.as_ref()),
            OnAbsent::CreateInstead { cart, new } => {
                self.facts.instead = carts::find(tables, cart)?.map(|stored| stored.cart);
                self.customer(tables, new.customer.as_ref())
            }
            OnAbsent::Refuse => Ok(()),
        }
    }

    fn customer(&mut self, tables: &impl Tables, id: Option<&CustomerId>) -> Result<(), StoreError> {
        if let Some(id) = id {
            self.facts.customer_known = catalog::is_customer_known(tables, id)?;
        }
        Ok(())
    }

    fn references(&mut self, tables: &impl Tables, lines: &[AddLine]) -> Result<(), StoreError> {
        for line in lines {
            check_given(line.custom_inputs.as_ref())?;
            let AddContent::Product { product, .. } = &line.content else { continue };
            self.reference(tables, product)?;
        }
        Ok(())
    }

    fn reference(&mut self, tables: &impl Tables, reference: &ProductRef) -> Result<(), StoreError> {
        if self.facts.references.iter().any(|(known, _)| known == reference) {
            return Ok(());
        }
        let Some(found) = catalog::resolve(tables, reference)? else { return Ok(()) };
        self.product(tables, &found.product)?;
        self.facts.references.push((reference.clone(), found));
        Ok(())
    }

    fn product(&mut self, tables: &impl Tables, id: &ProductId) -> Result<(), StoreError> {
        if self.facts.products.contains_key(id) {
            return Ok(());
        }
        let Some(product) = catalog::find_product(tables, id)? else { return Ok(()) };
        self.facts.products.insert(id.clone(), product);
        Ok(())
    }

    fn line(&mut self, tables: &impl Tables, line: &LineRef) -> Result<(), StoreError> {
        match line {
            LineRef::Sku(sku) => self.reference(tables, &ProductRef::Sku(sku.clone())),
            LineRef::Id(id) => match self.own_product(id) {
                Some(product) => self.product(tables, &product),
                None => Ok(()),
            },
        }
    }

    fn own_product(&self, line: &LineId) -> Option<ProductId> {
        self.facts.cart.as_ref()?.line(line).and_then(|line| line.product().cloned())
    }

    /// Finds the other cart that has the line, where the command's own has not; one that has expired is not there.
    fn elsewhere(&mut self, tables: &impl Tables, line: &LineRef) -> Result<(), StoreError> {
        let LineRef::Id(id) = line else { return Ok(()) };
        if self.own_product(id).is_some() {
            return Ok(());
        }
        let now = self.facts.now;
        let others = carts::with_line(tables, id, self.cart_key)?;
        self.facts.line_elsewhere = others.into_iter().find(|cart| !cart.is_expired(now)).map(|cart| cart.id);
        Ok(())
    }
}
