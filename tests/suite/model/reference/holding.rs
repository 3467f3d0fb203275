//! Making keys, and revoking them.

use trolley_engine::domain::command::keys::{CreateKey, RevokeKey};
use trolley_engine::domain::key::KeyDigest;

use super::{Reference, Word};

impl Reference {
    /// All keys that were ever made, by their numbers, and whether each is still in force.
    pub(in super::super) fn keys(&self) -> Vec<(u8, bool)> {
        self.keys.clone()
    }

    pub(super) fn make_key(&mut self, command: &CreateKey) -> Word {
        let number = key_number(command.key.digest);
        if self.keys.iter().any(|(made, _)| *made == number) {
            return Err("key exists".to_owned());
        }
        self.keys.push((number, true));
        self.keys.sort_unstable();
        Ok("made a key".to_owned())
    }

    pub(super) fn revoke_key(&mut self, command: RevokeKey) -> Word {
        let number = key_number(command.key);
        let key = self.keys.iter_mut().find(|(made, _)| *made == number).ok_or("no key")?;
        let was_in_force = std::mem::replace(&mut key.1, false);
        Ok(format!("revoked {was_in_force}"))
    }
}

/// The number of the key of this digest.
pub(in super::super) fn key_number(digest: KeyDigest) -> u8 {
    digest.0[0]
}
