//! The carts, lines and products that a command looks at.

use super::Loaded;
use crate::domain::bundle::SelectedComponent;
use crate::domain::cart::{CustomInputs, CustomInputsBody, Line};
use crate::domain::command::{AddContent, AddLine, LineRef, OnAbsent, ProductRef};
use crate::domain::id::{CartId, CustomerId, LineId, ProductId};
use crate::error::StoreError;
use crate::store::tables::Tables;
use crate::store::{carts, catalog};

/// Refuses custom inputs that a caller took from a receipt in which they were left where they are stored.
pub(super) fn check_given(inputs: &CustomInputs) -> Result<(), StoreError> {
    match &inputs.body {
        CustomInputsBody::Stored => Err(StoreError::Record {
            table: "blobs",
            reason: "custom inputs of a command were left where they are stored".to_owned(),
        }),
        CustomInputsBody::Loaded(_) => Ok(()),
    }
}

impl Loaded {
    pub(super) fn cart(&mut self, tables: &impl Tables, id: &CartId) -> Result<(), StoreError> {
        let Some(stored) = carts::find(tables, id)? else { return Ok(()) };
        self.cart_key = Some(stored.key);
        self.facts.cart = Some(stored.cart);
        Ok(())
    }

    /// Whether the cart is the last of its customer.
    pub(super) fn last(&mut self, tables: &impl Tables) -> Result<(), StoreError> {
        if let (Some(key), Some(cart)) = (self.cart_key, &self.facts.cart) {
            self.facts.is_last_of_customer = carts::is_last(tables, (key, cart), self.facts.now)?;
        }
        Ok(())
    }

    /// A cart from which lines are taken, with all that is in it.
    pub(super) fn source(&mut self, tables: &impl Tables, id: &CartId) -> Result<(), StoreError> {
        let Some(mut stored) = carts::find(tables, id)? else { return Ok(()) };
        carts::load_inputs(tables, &mut stored)?;
        for line in &stored.cart.lines {
            self.line_products(tables, line)?;
        }
        self.source_key = Some(stored.key);
        self.facts.source = Some(stored.cart);
        Ok(())
    }

    pub(super) fn on_absent(&mut self, tables: &impl Tables, on_absent: &OnAbsent) -> Result<(), StoreError> {
        match on_absent {
            OnAbsent::Create(new) => self.customer(tables, new.customer.as_ref()),
            OnAbsent::CreateInstead { cart, new } => {
                self.facts.instead = carts::find(tables, cart)?.map(|stored| stored.cart);
                self.customer(tables, new.customer.as_ref())
            }
            OnAbsent::Refuse => Ok(()),
        }
    }

    pub(super) fn customer(
        &mut self,
        tables: &impl Tables,
        id: Option<&CustomerId>,
    ) -> Result<(), StoreError> {
        if let Some(id) = id {
            self.facts.customer_known &= catalog::is_customer_known(tables, id)?;
        }
        Ok(())
    }

    pub(super) fn references(&mut self, tables: &impl Tables, lines: &[AddLine]) -> Result<(), StoreError> {
        for line in lines {
            let AddContent::Product { product, selection, .. } = &line.content else { continue };
            self.reference(tables, product)?;
            let Some((product, _)) = self.facts.find(product) else { continue };
            let product = product.id.clone();
            self.options(tables, &product, selection.as_deref())?;
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

    pub(super) fn product(&mut self, tables: &impl Tables, id: &ProductId) -> Result<(), StoreError> {
        if self.facts.products.contains_key(id) {
            return Ok(());
        }
        let Some(product) = catalog::find_product(tables, id)? else { return Ok(()) };
        self.facts.products.insert(id.clone(), product);
        Ok(())
    }

    /// What is selected of a product that is loaded; what is selected by default where nothing is.
    pub(super) fn options(
        &mut self,
        tables: &impl Tables,
        product: &ProductId,
        selection: Option<&[SelectedComponent]>,
    ) -> Result<(), StoreError> {
        let Some(product) = self.facts.products.get(product).cloned() else { return Ok(()) };
        let options = product.components.iter().flat_map(|component| &component.options);
        match selection {
            _ if product.components.is_empty() => Ok(()),
            Some(selection) => {
                let selected = selection.iter().flat_map(|component| &component.options);
                selected.into_iter().try_for_each(|(option, _)| self.product(tables, option))
            }
            None => options
                .filter(|option| option.is_default)
                .try_for_each(|option| self.product(tables, &option.product)),
        }
    }

    /// The product of a line, and what is selected of it.
    pub(super) fn line_products(&mut self, tables: &impl Tables, line: &Line) -> Result<(), StoreError> {
        let Some(product) = line.product() else { return Ok(()) };
        self.product(tables, product)?;
        let selected = line.bundle().into_iter().flat_map(|selection| selection.components());
        selected
            .flat_map(|component| &component.options)
            .try_for_each(|(option, _)| self.product(tables, option))
    }

    /// The bundles that the cart holds, because they may draw on the stock of what is changed.
    pub(super) fn bundles(&mut self, tables: &impl Tables) -> Result<(), StoreError> {
        // Taken out, because products are put in beside it.
        let Some(cart) = self.facts.cart.take() else { return Ok(()) };
        let mut bundles = cart.lines.iter().filter(|line| line.bundle().is_some());
        let loaded = bundles.try_for_each(|line| self.line_products(tables, line));
        self.facts.cart = Some(cart);
        loaded
    }

    pub(super) fn line(&mut self, tables: &impl Tables, line: &LineRef) -> Result<(), StoreError> {
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
    pub(super) fn elsewhere(&mut self, tables: &impl Tables, line: &LineRef) -> Result<(), StoreError> {
        let LineRef::Id(id) = line else { return Ok(()) };
        if self.facts.cart.as_ref().is_some_and(|cart| cart.line(id).is_some()) {
            return Ok(());
        }
        let now = self.facts.now;
        let others = carts::with_line(tables, id, self.cart_key)?;
        self.facts.line_elsewhere = others.into_iter().find(|cart| !cart.is_expired(now)).map(|cart| cart.id);
        Ok(())
    }
}
