//! How much there was of what.

use std::fmt;

use trolley_engine::archive::{Entry, Mark};

/// How much there was of what.
#[derive(Debug, Default)]
pub(super) struct Tally {
    products: u64,
    promotions: u64,
    customers: u64,
    keys: u64,
    carts: u64,
    orders: u64,
    parked: u64,
    answers: u64,
    strays: u64,
    without_inputs: u64,
}

impl Tally {
    /// Counts one more.
    pub(super) fn count(&mut self, entry: &Entry, mark: &Mark) {
        self.strays += u64::from(mark.is_stray);
        self.without_inputs += mark.lines_without_inputs.len() as u64;
        match entry {
            Entry::Origin(_)
            | Entry::Clock(_)
            | Entry::Settings(_)
            | Entry::Counters(_)
            | Entry::CodeUses(_) => {}
            Entry::Product(_) => self.products += 1,
            Entry::Promotion(_) => self.promotions += 1,
            Entry::Customer(_) => self.customers += 1,
            Entry::Key(_) => self.keys += 1,
            Entry::Cart(_) => self.carts += 1,
            Entry::Order(_) => self.orders += 1,
            Entry::Parked(_) => self.parked += 1,
            Entry::Answer(_) => self.answers += 1,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.carts, "cart"),
            (self.orders, "order"),
            (self.products, "product"),
            (self.parked, "parked cart"),
            (self.promotions, "promotion"),
            (self.customers, "customer"),
            (self.keys, "key"),
            (self.answers, "answer"),
        ];
        let counts = counts.map(|(count, name)| match count {
            1 => format!("1 {name}"),
            count => format!("{count} {name}s"),
        });
        f.write_str(&counts.join(", "))?;
        if 0 < self.strays {
            write!(
                f,
                "; strays among them, which may be older than the last change, or deleted: {}",
                self.strays
            )?;
        }
        if 0 < self.without_inputs {
            write!(f, "; lines whose custom inputs are lost: {}", self.without_inputs)?;
        }
        Ok(())
    }
}
