//! The engine: commands in, receipts out.

use crate::domain::access::Principal;
use crate::domain::apply::Outcome;
use crate::domain::cart::Cart;
use crate::domain::command::Command;
use crate::domain::time::Timestamp;

/// One or several commands on somebody's behalf, applied in order as one: the first refusal undoes all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// When the commands were given. In one cart time does not go back, whatever stands here.
    pub at: Timestamp,
    /// On whose behalf.
    pub principal: Principal,
    /// What to do; at least one.
    pub commands: Vec<Command>,
}

/// What came of a submission. By the time it is given, all of it is as durable as the profile makes it.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The last command's cart as it is afterwards; none for an import.
    pub cart: Option<Cart>,
    /// What came of each command, in order.
    pub outcomes: Vec<Outcome>,
}
