//! What is asked and answered about backups.

use crate::backups::{Made, Standing};

/// What is asked about backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupCall {
    /// To make one now.
    Make,
    /// How it stands with them.
    List,
}

/// What is answered about backups.
#[derive(Debug)]
pub enum BackupReply {
    /// What came of the wish for one.
    Made(Made),
    /// How it stands with them.
    Standing(Standing),
}
