//! Who calls: whoever has an administrator's key.

/// The kind of the keys.
pub(super) const KIND: &str = "admin_key";
