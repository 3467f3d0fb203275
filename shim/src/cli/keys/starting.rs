//! Whether a till may open for business: somebody must be able to prove who it is, and not everybody.

use std::path::Path;

use trolley_engine::Timestamp;
use trolley_engine::domain::key::{KeyState, Keys};

use crate::demo;

/// Why a till does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::cli) enum NotReady {
    /// It has no key in force.
    #[error(
        "{file} has no key, so that it would refuse everybody; make one first: \
         trolley keys create --data {file} --dialect storekit"
    )]
    NoKey {
        /// The file, as a shell takes it.
        file: String,
    },
    /// It has keys of the demo, and is not the demo.
    #[error(
        "{file} has {count} of the demo's keys, which everybody knows; revoke them: \
         trolley keys revoke --demo --data {file}; or serve it as the demo, with --demo"
    )]
    DemoKeys {
        /// The file, as a shell takes it.
        file: String,
        /// How many.
        count: usize,
    },
}

/// Makes sure that a till with these keys may open for business. `is_demo` is whether it is served as the demo.
pub(in crate::cli) fn check(file: &Path, keys: &Keys, is_demo: bool, now: Timestamp) -> Result<(), NotReady> {
    let in_force = || keys.iter().filter(|key| key.state(now) == KeyState::InForce);
    let file = || quoted(&file.display().to_string());
    if in_force().next().is_none() {
        return Err(NotReady::NoKey { file: file() });
    }
    match in_force().filter(|key| demo::has_key(key.digest)).count() {
        0 => Ok(()),
        _ if is_demo => Ok(()),
        count => Err(NotReady::DemoKeys { file: file(), count }),
    }
}

/// The text as one word of a shell.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+:=@%,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests;
