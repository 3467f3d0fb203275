//! Bringing products, promotions, customers, keys and settings.

mod product;
mod promotion;

use std::collections::HashSet;

use self::product::check_product;
use self::promotion::check_promotion;
use super::{Change, Outcome};
use crate::domain::command::import::Import;
use crate::domain::delivery::DeliveryProblem;
use crate::domain::promotion::{Offer, Promotion};
use crate::error::Error;
use crate::error::import::ImportProblem;

/// Checks the import against itself. That no name is two products', brought or stored, is for the store to see, which
/// alone knows all of them and has them in order.
pub(super) fn apply(command: &Import) -> Result<Change, Error> {
    check(command).map_err(Error::ImportInvalid)?;
    Ok(Change::nothing(Outcome::Imported))
}

fn check(command: &Import) -> Result<(), ImportProblem> {
    if let Some(settings) = &command.settings
        && settings.format(settings.default_currency).is_none()
    {
        let currency = settings.default_currency;
        return Err(ImportProblem::DefaultCurrencyMissing { currency });
    }
    if let Some(settings) = &command.settings {
        settings.delivery.check().map_err(|problem| match problem {
            DeliveryProblem::Method(method, reason) => {
                ImportProblem::ShippingMethodInvalid { method, reason }
            }
            DeliveryProblem::Zone(zone, reason) => ImportProblem::TaxZoneInvalid { zone, reason },
        })?;
    }
    command.products.iter().try_for_each(check_product)?;
    check_promotions(&command.promotions)?;
    let mut customers = HashSet::new();
    if let Some(index) = command.customers.iter().position(|customer| !customers.insert(&customer.id)) {
        let customer = command.customers[index].id.clone();
        return Err(ImportProblem::CustomerTwice { index, customer });
    }
    let mut keys = HashSet::new();
    if let Some(index) = command.keys.iter().position(|key| !keys.insert(key.digest)) {
        return Err(ImportProblem::KeyTwice { index });
    }
    Ok(())
}

fn check_promotions(promotions: &[Promotion]) -> Result<(), ImportProblem> {
    let mut ids = HashSet::new();
    let mut codes = HashSet::new();
    for promotion in promotions {
        let invalid = |reason| ImportProblem::PromotionInvalid { promotion: promotion.id.clone(), reason };
        check_promotion(promotion).map_err(invalid)?;
        if !ids.insert(&promotion.id) {
            return Err(invalid("it stands there twice"));
        }
        let Offer::ByCode(own) = &promotion.offer else { continue };
        if let Some(taken) = own.iter().find(|code| !codes.insert(&code.code)) {
            return Err(ImportProblem::CodeTaken { code: taken.code.clone() });
        }
    }
    Ok(())
}
