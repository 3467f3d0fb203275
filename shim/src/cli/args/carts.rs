//! `trolley carts`.

use clap::Subcommand;

use super::place::Where;
use crate::dialects::till::paging::LIMIT_MAX;

pub(super) const CARTS_EXAMPLES: &str = "\
Examples:
  trolley carts list                            the carts of a server on this machine
  trolley carts park guest_763d1369-5bb8-4745-9e4d-4612126bcdb8 --note 'purse in the car'
                                                set a sale aside; the cart is empty for the next customer
  trolley carts list --parked                   what is set aside
  trolley carts resume park_9d2e7f30            take it up again, where it came from
  trolley carts list --parked --data till.trolley
                                                the same in a file that no server has open

A server wants an operator's key (dialect `till`, kind `operator_key` in a seed). Name it in
TROLLEY_KEY: what stands behind --key is seen by everybody who may list processes.";

const CARTS_LIST_EXAMPLES: &str = "\
Examples:
  trolley carts list --customer cust_abc123
  trolley carts list --parked --json";

const CARTS_SHOW_EXAMPLES: &str = "\
Examples:
  trolley carts show user_182
  trolley carts show park_9d2e7f30              what is parked may be named by its beginning";

const CARTS_PARK_EXAMPLE: &str = "\
Example:
  trolley carts park user_182 --note 'forgot the bread'

A customer's own cart is user_CUSTOMER, that of a StoreKit session guest_SESSION.
What is parked keeps its prices, codes and discounts. It does not expire, and holds back nothing of
the stock.";

const CARTS_RESUME_EXAMPLES: &str = "\
Examples:
  trolley carts resume park_9d2e7f30            into the cart that it came from
  trolley carts resume park_9d2e7f30 --into guest_0f8fad5b-d9cb-469f-a165-70867728950e

The cart that takes it must be empty; one that is not there is made.";

const CARTS_DELETE_EXAMPLES: &str = "\
Examples:
  trolley carts delete cart_0901f083-aa1c-43c5-af5c-0a9d2fc64e30
  trolley carts delete park_9d2e7f30-6b1c-4a58-8f43-0c5d1e2a3b4c";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CartsArgs {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    #[command(subcommand)]
    pub(in crate::cli) command: CartsCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CartsCommand {
    /// List carts, the last made first.
    #[command(after_help = CARTS_LIST_EXAMPLES)]
    List {
        /// List what is parked instead, the last parked first.
        #[arg(long)]
        parked: bool,
        /// Only carts of this customer.
        #[arg(long, value_name = "ID", conflicts_with = "parked")]
        customer: Option<String>,
        /// How many at most, up to 100.
        #[arg(long, value_name = "N", default_value_t = 25, value_parser = list_limit)]
        limit: usize,
        /// How many to leave out before them.
        #[arg(long, value_name = "N", default_value_t = 0)]
        offset: usize,
    },
    /// Show what is in a cart, or in one that is parked.
    #[command(after_help = CARTS_SHOW_EXAMPLES)]
    Show {
        /// The cart, or what is parked.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Set aside what is in a cart; the cart stays, empty, for the next customer.
    #[command(after_help = CARTS_PARK_EXAMPLE)]
    Park {
        /// The cart.
        #[arg(value_name = "ID")]
        id: String,
        /// What to note with it, up to 500 characters.
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Take up again what is parked.
    #[command(after_help = CARTS_RESUME_EXAMPLES)]
    Resume {
        /// What is parked; its beginning is enough where that is the only one.
        #[arg(value_name = "PARKED")]
        parked: String,
        /// The cart that takes it [default: the one that it came from].
        #[arg(long, value_name = "CART")]
        into: Option<String>,
    },
    /// Delete a cart, or what is parked, for good.
    #[command(after_help = CARTS_DELETE_EXAMPLES)]
    Delete {
        /// The whole identifier of the cart or of what is parked.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// As many entries of a list as an answer has at most.
fn list_limit(text: &str) -> Result<usize, String> {
    let limit = text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
    limit.ok_or_else(|| format!("it is not a number from 1 to {LIMIT_MAX}"))
}
