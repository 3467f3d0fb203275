//! The same in a shop with five promotions and a tax on every product.

use criterion::Criterion;
use trolley_benches::operation::Operation;
use trolley_benches::shop::{Offers, PROFILES, Shop};

use crate::{disk, lines};

/// What looks at prices.
const OPERATIONS: [Operation; 4] =
    [Operation::AddLine, Operation::Increase, Operation::Read, Operation::Checkout];

pub(crate) fn offers(criterion: &mut Criterion) {
    let offers = Offers::PromotionsAndTaxes;
    for (profile, name) in PROFILES {
        let measured = Shop::new(profile, disk(), offers).and_then(|shop| {
            let name = format!("{name}_promotions_and_taxes");
            OPERATIONS
                .into_iter()
                .try_for_each(|operation| lines::measure(criterion, (&shop, offers), operation, &name))
        });
        assert!(measured.is_ok(), "{measured:?}");
    }
}
