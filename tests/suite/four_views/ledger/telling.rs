//! What a step makes of the cart.

use super::super::shelf::GOODS;
use super::super::story::{Entry, StateSetAdd, Step};
use super::{Add, Checks, Ledger, Refused, What};

/// Most units that one call of StateSet may name.
const STATESET_UNITS_MAX: i64 = 1_000_000;

pub(super) const ALL: Checks = Checks { stock: true, on_sale: true };

impl Ledger {
    /// The cart after the step; none where the step is refused.
    pub(in super::super) fn after(&self, step: &Step) -> Option<Self> {
        let mut after = self.clone();
        after.now += 1;
        after.apply(step).ok()?;
        after.settle();
        Some(after)
    }

    fn apply(&mut self, step: &Step) -> Result<(), Refused> {
        match step {
            Step::StoreKitAdd { good, units } => {
                self.exists = true;
                self.add(None, &plain(*good, *units, Checks { stock: false, on_sale: false }))
            }
            Step::StoreKitRemove { line } | Step::ElasticRemove { line } => self.remove(*line),
            Step::StoreKitMerge => self.merge_guest(),
            Step::SdsAdd { good, units, team } => {
                if GOODS[*good].needs_team && !team {
                    return Err(Refused);
                }
                self.exists = true;
                self.add(None, &plain(*good, units.unwrap_or(1), ALL))
            }
            Step::SdsSet { line, units, options } => self.sds_set(*line, *units, *options),
            Step::SdsRemove { line } => self.sds_remove(*line),
            // That makes no cart where there is none.
            Step::SdsClear | Step::ElasticClear => {
                self.clear();
                Ok(())
            }
            Step::StateSetAdd { adds } => self.stateset_add(adds),
            Step::StateSetSet { line, units, validate, .. } => self.stateset_set(*line, *units, *validate),
            Step::StateSetRemove { line } => self.remove(*line),
            Step::StateSetClear { keep_code } => self.stateset_clear(*keep_code),
            Step::StateSetEnter { try_only, .. } => self.stateset_enter(*try_only),
            Step::StateSetMerge { on_both, delete } => self.merge(*on_both, *delete),
            Step::ElasticCopy { all_or_nothing } => self.copy(*all_or_nothing),
            Step::OtherAdd { entries, currency } => self.other_add(*currency, entries),
            Step::ElasticAdd { entry, currency } => self.elastic_add(*currency, entry),
            Step::ElasticAddAll { entries, all_or_nothing } => {
                self.elastic_add_all(None, entries, *all_or_nothing)
            }
            Step::ElasticSet { line, units } => {
                let line = self.line_id(*line).to_owned();
                self.elastic_set(&line, *units)
            }
            Step::ElasticSetAll { changes, all_or_nothing } => {
                let changes: Vec<(String, i64)> =
                    changes.iter().map(|(line, units)| (self.line_id(*line).to_owned(), *units)).collect();
                self.keep_good(&changes, *all_or_nothing, |ledger, (line, units)| {
                    ledger.elastic_set(line, *units)
                })
            }
            Step::ElasticDelete if self.customer.is_some() => Err(Refused),
            Step::ElasticDelete => {
                let (now, other, closed_others) = (self.now, self.other.take(), self.closed_others);
                *self = Self { now, other, closed_others, ..Self::none(None) };
                Ok(())
            }
            Step::ElasticLeave | Step::StateSetLeave { .. } if !self.has_code => Err(Refused),
            Step::ElasticLeave | Step::StateSetLeave { .. } => {
                self.has_code = false;
                Ok(())
            }
            Step::ElasticTax { line, thousandths } => {
                let place = self.place(*line).ok_or(Refused)?;
                self.tax_line(place, *thousandths)
            }
            Step::ElasticUntax if !self.exists => Err(Refused),
            Step::ElasticUntax => {
                self.rows.iter_mut().for_each(|row| row.taxes.clear());
                Ok(())
            }
            Step::Refused { .. } => Err(Refused),
        }
    }

    fn remove(&mut self, line: usize) -> Result<(), Refused> {
        let place = self.place(line).ok_or(Refused)?;
        self.rows.remove(place);
        Ok(())
    }

    fn sds_set(&mut self, line: usize, units: Option<i64>, options: Option<bool>) -> Result<(), Refused> {
        let place = self.place_of_sku(self.line_sku(line))?;
        let row = &self.rows[place];
        let needs_team = row.good().is_some_and(|good| good.needs_team);
        if needs_team && options == Some(false) {
            return Err(Refused);
        }
        self.set(place, units.unwrap_or(row.units()), true)
    }

    fn sds_remove(&mut self, line: usize) -> Result<(), Refused> {
        let places = self.places_of_sku(self.line_sku(line));
        if places.is_empty() {
            return Err(Refused);
        }
        places.iter().rev().for_each(|place| drop(self.rows.remove(*place)));
        Ok(())
    }

    fn stateset_add(&mut self, adds: &[StateSetAdd]) -> Result<(), Refused> {
        if !self.exists {
            return Err(Refused);
        }
        for add in adds {
            if STATESET_UNITS_MAX < add.units {
                return Err(Refused);
            }
            let checks = Checks { stock: add.validate, on_sale: true };
            let add = Add { replace: add.replace, price: add.price, ..plain(add.good, add.units, checks) };
            self.add(None, &add)?;
        }
        Ok(())
    }

    fn stateset_set(&mut self, line: usize, units: Option<i64>, validate: bool) -> Result<(), Refused> {
        let place = self.place(line).ok_or(Refused)?;
        if units.is_some_and(|units| STATESET_UNITS_MAX < units) {
            return Err(Refused);
        }
        self.set_or_remove(place, units.unwrap_or(self.rows[place].units()), validate)
    }

    fn stateset_clear(&mut self, keep_code: bool) -> Result<(), Refused> {
        if !self.exists {
            return Err(Refused);
        }
        let has_code = self.has_code && keep_code;
        self.clear();
        self.has_code = has_code;
        Ok(())
    }

    /// Reading: a code that is in it, or takes nothing off, is refused here.
    fn stateset_enter(&mut self, try_only: bool) -> Result<(), Refused> {
        if self.has_code || self.tenth() == 0 {
            return Err(Refused);
        }
        self.has_code = !try_only;
        Ok(())
    }

    pub(super) fn elastic_add(&mut self, currency: Option<usize>, entry: &Entry) -> Result<(), Refused> {
        match entry {
            Entry::Product { good, units, .. } => self.add(currency, &plain(*good, *units, ALL))?,
            Entry::Custom { custom, units } => {
                self.add(currency, &Add { what: What::Custom(*custom), ..plain(0, *units, ALL) })?;
            }
            Entry::Code => self.enter_code()?,
        }
        self.exists = true;
        Ok(())
    }

    /// Codes are entered once all lines are in.
    pub(super) fn elastic_add_all(
        &mut self,
        currency: Option<usize>,
        entries: &[Entry],
        all_or_nothing: bool,
    ) -> Result<(), Refused> {
        let (codes, lines): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| matches!(entry, Entry::Code));
        let entries: Vec<&Entry> = lines.into_iter().chain(codes).collect();
        self.keep_good(&entries, all_or_nothing, |ledger, entry| ledger.elastic_add(currency, entry))
    }

    fn elastic_set(&mut self, line: &str, units: i64) -> Result<(), Refused> {
        let place = self.place_of_id(line)?;
        self.set_or_remove(place, units, true)
    }

    fn set_or_remove(&mut self, place: usize, units: i64, check_stock: bool) -> Result<(), Refused> {
        if units == 0 {
            self.rows.remove(place);
            return Ok(());
        }
        self.set(place, units, check_stock)
    }

    /// Does all, or what can be done.
    pub(super) fn keep_good<T>(
        &mut self,
        entries: &[T],
        all_or_nothing: bool,
        one: impl Fn(&mut Self, &T) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let good = entries.iter().filter(|entry| one(self, entry).is_ok()).count();
        let is_refused = if all_or_nothing { good < entries.len() } else { good == 0 };
        if is_refused { Err(Refused) } else { Ok(()) }
    }
}

fn plain(good: usize, units: i64, checks: Checks) -> Add {
    Add { what: What::Good(good), units, replace: false, checks, price: None }
}
