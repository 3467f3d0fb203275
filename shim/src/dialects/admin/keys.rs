//! Keys, while the server runs: made, listed and revoked.

pub(super) mod list;
pub(super) mod create;
pub(super) mod revoke;
pub(crate) mod wire;
