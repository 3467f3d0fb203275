//! Trying: what a change would come to, without making it.

use std::sync::Arc;

use super::{Engine, LineIds, viewing};
use crate::domain::access::Principal;
use crate::domain::apply::{Notices, Outcome, apply};
use crate::domain::command::Command;
use crate::domain::time::Timestamp;
use crate::error::Error;
use crate::store::facts::{self, Asker};
use crate::store::tables::Tables as _;
use crate::view::CartView;

/// What a change would come to.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The command's cart as it would be afterwards; none where it would be deleted or not there, and for an import.
    pub cart: Option<CartView>,
    /// What would come of it.
    pub outcome: Outcome,
    /// What would come of it besides.
    pub notices: Notices,
}

impl Engine {
    /// What the command would come to, were it given now: it is applied to what is committed at this moment, and nothing is
    /// written. Another change may come before the command is given in earnest. Never waits for the writer.
    ///
    /// # Errors
    ///
    /// The refusal of the command, and [`Error::Store`]. Whether the names that an import brings are free is seen only when
    /// it is given in earnest.
    pub fn try_out(
        &self,
        at: Timestamp,
        principal: &Principal,
        command: &Command,
        line_ids: &LineIds,
    ) -> Result<Trial, Error> {
        let tables = self.store.read()?;
        let asked_at = at;
        let at = tables.reckoning().present(asked_at);
        let clock_moved_ms = at.as_millis().saturating_sub(asked_at.as_millis());
        let new_line = || line_ids.source.next(line_ids.form);
        let asker = Asker { at, clock_moved_ms, principal, new_line: &new_line };
        let loaded = facts::load(&tables, &self.standing(), asker, command)?;
        let change = apply(&loaded.facts, command)?;
        let view = |cart| viewing::view(&tables, self.promotions(), cart, at);
        let cart = change.cart.map(Arc::new).map(view).transpose()?;
        Ok(Trial { cart, outcome: change.outcome, notices: change.notices })
    }
}
