//! Promotions in the store, what their targets lead to, and how often their codes were used.

use std::collections::{BTreeMap, HashMap, HashSet};

use redb::ReadableTable as _;

use super::catalog;
use super::record::promotion;
use super::tables::{Tables, WriteTables};
use crate::domain::command::ProductRef;
use crate::domain::facts::Found;
use crate::domain::id::{ProductId, PromotionId, Sku};
use crate::domain::promotion::{Offer, Promotion, Promotions, Requirement, Reward, Target, Targets};
use crate::error::import::ImportProblem;
use crate::error::{Error, StoreError};

/// All promotions, with what their targets lead to now.
pub(crate) fn load(tables: &impl Tables) -> Result<Promotions, StoreError> {
    let promotions = all(tables)?;
    let mut targets = HashMap::new();
    for target in promotions.iter().flat_map(|promotion| targets_of(&promotion.reward)) {
        if targets.contains_key(target) {
            continue;
        }
        if let Some(found) = resolve(tables, target)? {
            targets.insert(target.clone(), found);
        }
    }
    Ok(Promotions::new(promotions, targets))
}

fn all(tables: &impl Tables) -> Result<Vec<Promotion>, StoreError> {
    let rows = tables.promotions()?.iter()?;
    let promotions = rows.map(|row| {
        let (id, record) = row?;
        promotion::open(id.value(), record.value())
    });
    promotions.collect()
}

/// What a target leads to: by its identifier, else by its stock keeping unit.
fn resolve(tables: &impl Tables, target: &Target) -> Result<Option<Found>, StoreError> {
    let id = ProductId::new(target.0.as_str()).ok().map(ProductRef::Id);
    let sku = Sku::new(target.0.as_str()).ok().map(ProductRef::Sku);
    for reference in id.iter().chain(&sku) {
        if let Some(found) = catalog::resolve(tables, reference)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn targets_of(reward: &Reward) -> Vec<&Target> {
    match reward {
        Reward::CartAmount { excluded, .. } | Reward::CartPercent { excluded, .. } => {
            excluded.iter().collect()
        }
        Reward::UnitAmount { targets, .. }
        | Reward::UnitPercent { targets, .. }
        | Reward::PayFewer { targets, .. }
        | Reward::PriceOfSeveral { targets, .. } => match targets {
            Targets::All => Vec::new(),
            Targets::Only(targets) => targets.iter().collect(),
        },
        Reward::PriceOfSet { requirements, .. } => required(requirements).collect(),
        Reward::Gift { requirements, gifts, .. } => required(requirements).chain(gifts).collect(),
    }
}

fn required(requirements: &[Requirement]) -> impl Iterator<Item = &Target> {
    requirements.iter().flat_map(|one| &one.targets)
}

/// Puts promotions in place of those of the same identifier, and adds new ones.
///
/// # Errors
///
/// [`Error::ImportInvalid`] where a code would be two promotions', stored ones included, and [`Error::Store`].
pub(crate) fn import(tables: &mut WriteTables<'_>, promotions: &[Promotion]) -> Result<(), Error> {
    if promotions.is_empty() {
        return Ok(());
    }
    let stored = all(tables)?;
    let mut present: BTreeMap<&PromotionId, &Promotion> = BTreeMap::new();
    present.extend(stored.iter().chain(promotions).map(|promotion| (&promotion.id, promotion)));
    let mut taken = HashSet::new();
    for promotion in present.values() {
        let Offer::ByCode(codes) = &promotion.offer else { continue };
        if let Some(code) = codes.iter().find(|code| !taken.insert(code.code.as_str())) {
            return Err(Error::ImportInvalid(ImportProblem::CodeTaken { code: code.code.clone() }));
        }
    }
    for promotion in promotions {
        let record = promotion::seal(promotion)?;
        let id = promotion.id.as_str();
        tables.promotions.open()?.insert(id, record.as_slice()).map_err(StoreError::from)?;
    }
    Ok(())
}

/// How many orders have used this code.
pub(crate) fn uses(tables: &impl Tables, code: &str) -> Result<u64, StoreError> {
    Ok(tables.code_uses()?.get(code)?.map_or(0, |row| row.value()))
}

/// Counts one order more that has used this code.
pub(crate) fn add_use(tables: &mut WriteTables<'_>, code: &str) -> Result<(), StoreError> {
    let uses = uses(tables, code)?.saturating_add(1);
    tables.code_uses.open()?.insert(code, uses)?;
    Ok(())
}
