//! `trolley keys`.

use clap::Subcommand;

use super::place::Where;

pub(super) const KEYS_EXAMPLES: &str = "\
Examples:
  trolley keys create --data till.trolley --dialect storekit
                                                the first key of a new till; its secret is shown this once
  trolley keys list --data till.trolley         all keys of a file that no server has open
  trolley keys create --dialect stateset --scope carts:read --expires 90d --name 'price tags'
                                                a key of the running server, good from now on for 90 days
  trolley keys revoke key_3f786850e387550f      good for nothing from now on

A server wants an administrator's key (trolley keys create --dialect admin --data FILE makes one).
Name it in TROLLEY_KEY: what stands behind --key is seen by everybody who may list processes.";

const CREATE_EXAMPLES: &str = "\
Examples:
  trolley keys create --data till.trolley --dialect storekit
  trolley keys create --data till.trolley --dialect admin --name 'the shop owner'
  trolley keys create --dialect stateset --scope carts:read --scope carts:write --expires 90d
  trolley keys create --dialect sds_shop --kind bearer_token --customer 182 --expires 2027-01-31
  trolley keys create --dialect elastic_path --kind client_secret --json

Dialects and kinds, of which the first is meant where none is named:
  storekit       api_key
  stateset       api_key, with scopes carts:read and carts:write where none are named; there are
                 carts:price_override, carts:*, orders:write, orders:* and admin besides
  sds_shop       api_key; bearer_token, which is a customer's
  elastic_path   client_id, client_secret (which comes with a client_id of its own); access_token with
                 scope implicit or client_credentials; customer_token, which is a customer's
  till           operator_key
  admin          admin_key

Of the secret nothing is kept but a digest: whoever loses it makes another key.";

const LIST_EXAMPLES: &str = "\
Examples:
  trolley keys list
  trolley keys list --data till.trolley --json";

const REVOKE_EXAMPLES: &str = "\
Examples:
  trolley keys revoke key_3f786850e387550f
  trolley keys revoke 3f78 --data till.trolley  its beginning is enough where it is the only one
  trolley keys revoke --demo --data till.trolley
                                                the demo's keys, which everybody knows

No seed brings a revoked key back.";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct KeysArgs {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    #[command(subcommand)]
    pub(in crate::cli) command: KeysCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KeysCommand {
    /// Make a key, and show its secret this once.
    #[command(after_help = CREATE_EXAMPLES)]
    Create(CreateArgs),
    /// List keys: never their secrets, of which none is kept.
    #[command(after_help = LIST_EXAMPLES)]
    List,
    /// Revoke keys for good.
    #[command(after_help = REVOKE_EXAMPLES)]
    Revoke {
        /// The keys, or the beginnings of their identifiers.
        #[arg(value_name = "ID", required_unless_present = "demo", conflicts_with = "demo")]
        ids: Vec<String>,
        /// All keys of the demo that are there.
        #[arg(long)]
        demo: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CreateArgs {
    /// The API that it is for: storekit, stateset, sds_shop, elastic_path, till or admin.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) dialect: String,
    /// What kind of secret it is [default: the API's first].
    #[arg(long, value_name = "KIND")]
    pub(in crate::cli) kind: Option<String>,
    /// What it allows; may be repeated [default: the kind's usual].
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(in crate::cli) scopes: Vec<String>,
    /// The customer whom it proves.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) customer: Option<String>,
    /// When it ends: in so many days or hours (90d, 12h), or a date or time of UTC [default: never].
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) expires: Option<String>,
    /// What to call it, for people.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(in crate::cli) name: String,
}
