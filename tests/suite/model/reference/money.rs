//! What carts cost. How a discount is shared out over lines is not looked at here: see `seen`.

use super::super::shelf::PROMOTIONS;
use super::{Cart, Line, TOTAL_MAX};

impl Cart {
    pub(super) fn subtotal(&self) -> i64 {
        i64::try_from(self.total_with(None, 0, 0)).unwrap()
    }

    /// What the codes take off: first a share, then an amount, at most what is left.
    pub(super) fn discount(&self) -> i64 {
        let whole = self.subtotal();
        let mut off = 0;
        for promotion in PROMOTIONS.iter().filter(|one| self.codes.iter().any(|code| code == one.code)) {
            let (thousandths, amount) =
                if self.currency == "EUR" { promotion.off_in_eur } else { promotion.off_in_usd };
            off += (round(whole, thousandths) + amount).min(whole - off);
        }
        off
    }

    /// Refuses a cart that would cost too much with its taxes.
    pub(super) fn check(&self) -> Result<(), String> {
        let cost = |line: &Line| {
            let subtotal = i128::from(line.price) * i128::from(line.units);
            let thousandths: i64 = line.taxes.iter().map(|(_, thousandths)| thousandths).sum();
            if line.includes_tax { subtotal } else { subtotal + subtotal * i128::from(thousandths) / 1_000 }
        };
        let whole: i128 = self.lines.iter().map(cost).sum();
        if TOTAL_MAX < whole { Err("total".to_owned()) } else { Ok(()) }
    }
}

/// So many thousandths of an amount that is not negative, half of a unit rounded up.
pub(in super::super) fn round(amount: i64, thousandths: i64) -> i64 {
    i64::try_from((i128::from(amount) * i128::from(thousandths) + 500) / 1_000).unwrap()
}
