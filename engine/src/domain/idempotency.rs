//! Idempotency keys, as far as they are kept: digests alone.

/// The digest of an idempotency key and of all that it stands for: who uses it, and for what. Two callers who hit upon one
/// key, or one who uses it for two things, must have two digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey(pub [u8; 32]);

/// The digest of what was asked for, by which another request under a key that is taken is told from a repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 32]);
