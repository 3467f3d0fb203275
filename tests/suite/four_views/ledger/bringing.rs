//! Bringing what is in another cart into this one.

use super::super::story::{Entry, OnBoth};
use super::telling::ALL;
use super::{Add, LINES_MAX, Ledger, Refused, Row, UNITS_MAX, What};

impl Ledger {
    pub(super) fn other_add(&mut self, currency: Option<usize>, entries: &[Entry]) -> Result<(), Refused> {
        let mut other = self.other.take().map_or_else(|| Self::none(None), |other| *other);
        other.now = self.now;
        other.elastic_add_all(currency, entries, false)?;
        other.settle();
        self.other = Some(Box::new(other));
        Ok(())
    }

    /// Reading: a guest's cart that has nothing to give stays as it is, and so may be there or not.
    pub(super) fn merge_guest(&mut self) -> Result<(), Refused> {
        self.customer.ok_or(Refused)?;
        let gives = self.other.as_ref().is_some_and(|other| !other.rows.is_empty() || other.has_code);
        if gives {
            self.merge(OnBoth::Combine, true)?;
            self.closed_others += 1;
        }
        Ok(())
    }

    /// Moves the other cart's lines here, each with its price and its moment; that cart is deleted or stays as it is.
    pub(super) fn merge(&mut self, on_both: OnBoth, delete: bool) -> Result<(), Refused> {
        let other = self.other.clone().filter(|_| self.exists).ok_or(Refused)?;
        if !self.rows.is_empty() && !other.rows.is_empty() && self.currency != other.currency {
            return Err(Refused);
        }
        if !other.rows.is_empty() {
            self.currency = other.currency;
        }
        for row in other.rows.iter().filter(|row| 0 < row.wanted) {
            self.take(row, on_both)?;
        }
        self.has_code |= other.has_code;
        if delete {
            self.other = None;
        }
        Ok(())
    }

    /// What promotions have added does not come along.
    fn take(&mut self, row: &Row, on_both: OnBoth) -> Result<(), Refused> {
        let taken = Row { id: String::new(), gifts: 0, ..row.clone() };
        let Some(place) = self.place_of_key(row.what) else {
            if self.rows.len() == LINES_MAX {
                return Err(Refused);
            }
            self.rows.push(taken);
            return Ok(());
        };
        let present = &mut self.rows[place];
        let wanted = match on_both {
            _ if present.wanted == 0 => {
                *present = Row { id: present.id.clone(), ..taken };
                return Ok(());
            }
            OnBoth::KeepTarget => return Ok(()),
            OnBoth::KeepSource => row.wanted,
            OnBoth::Combine => present.wanted + row.wanted,
        };
        (present.wanted, present.gifts) = (wanted, 0);
        if UNITS_MAX < wanted { Err(Refused) } else { Ok(()) }
    }

    /// Adds what is in the other cart as it would be added by hand, at what it costs today.
    pub(super) fn copy(&mut self, all_or_nothing: bool) -> Result<(), Refused> {
        let Some(other) = self.other.clone() else { return Ok(()) };
        let rows: Vec<&Row> = other.rows.iter().filter(|row| 0 < row.wanted).collect();
        if !rows.is_empty() {
            self.keep_good(&rows, all_or_nothing, |ledger, row| {
                let is_foreign = !ledger.rows.is_empty() && ledger.currency != other.currency;
                if is_foreign && matches!(row.what, What::Custom(_)) {
                    return Err(Refused);
                }
                let add = Add { what: row.what, units: row.wanted, replace: false, checks: ALL, price: None };
                ledger.add(Some(other.currency), &add)
            })?;
            self.exists = true;
        }
        if other.has_code && !self.rows.is_empty() {
            self.has_code = true;
        }
        Ok(())
    }
}
