//! Catalogs, promotions, customers, keys and carts from a file, put into a store all at once or not at all.
//!
//! `fixtures/README.md` describes the format.

mod carts;
mod delivery;
mod fault;
mod keys;
mod load;
mod place;
mod products;
mod promotions;
mod rows;
mod settings;

use std::path::{Path, PathBuf};

pub use fault::Fault;
pub use load::{Counts, load};

use trolley_engine::Error;
use trolley_engine::domain::key::Key;

use self::rows::SeedRow;

/// A file's worth of things to put into a store, of the right form; not yet checked for sense.
#[derive(Debug)]
pub struct Seed {
    /// What to call it in messages, such as its path.
    name: String,
    row: SeedRow,
}

/// Why a seed was not put into a store. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The file cannot be read.
    #[error("the seed {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's word.
        source: std::io::Error,
    },
    /// Something in it is wrong.
    #[error("{name}: {fault}")]
    Invalid {
        /// The seed's name.
        name: String,
        /// What is wrong, and where.
        fault: Fault,
    },
    /// The store failed.
    #[error(transparent)]
    Engine(#[from] Error),
}

impl Seed {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`SeedError::Unreadable`] and [`SeedError::Invalid`].
    pub fn read(path: &Path) -> Result<Self, SeedError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| SeedError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads a text. It is called `name` in messages.
    ///
    /// # Errors
    ///
    /// [`SeedError::Invalid`] where it is not JSON of the seeds' form.
    pub fn parse(name: &str, text: &str) -> Result<Self, SeedError> {
        let row = rows::parse(text).map_err(|fault| SeedError::Invalid { name: name.to_owned(), fault })?;
        Ok(Self { name: name.to_owned(), row })
    }

    /// The keys in it.
    ///
    /// # Errors
    ///
    /// [`SeedError::Invalid`] where one makes no sense.
    pub fn keys(&self) -> Result<Vec<Key>, SeedError> {
        let invalid = |fault| SeedError::Invalid { name: self.name.clone(), fault };
        keys::keys(&self.row.keys).map_err(invalid)
    }

    /// The same without its carts.
    #[must_use]
    pub fn without_carts(mut self) -> Self {
        self.row.carts.clear();
        self
    }
}

#[cfg(test)]
mod tests;
