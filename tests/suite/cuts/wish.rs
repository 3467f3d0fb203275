//! Which intent comes next, by chance: one whose end the ledger can tell.

use trolley_harness::chance::Chance;

use super::deed::{Deed, NO_CART};
use super::intent::Intent;
use super::ledger::{Ledger, Progress};
use super::stall::{FEE, GOODS};

/// A cart with so many lines is about to be emptied.
const LINES_MANY: usize = 12;

/// The next intent, under this number, where all that was asked for before has come to be.
pub(super) fn wish(number: u64, ledger: &Ledger, chance: &mut Chance) -> Intent {
    let deeds = match chance.below(8) {
        0 => together(number, ledger, chance),
        _ => vec![deed(ledger, chance)],
    };
    let is_keyed = chance.below(2) == 0;
    Intent { number, made: number, is_keyed, is_long: chance.below(40) == 0, deeds }
}

/// A place from 0 to less than `bound`.
pub(super) fn choose(chance: &mut Chance, bound: usize) -> usize {
    usize::try_from(chance.below(bound as u64)).unwrap()
}

/// Several deeds at once, of which the last may be refused, and all with it.
fn together(number: u64, ledger: &Ledger, chance: &mut Chance) -> Vec<Deed> {
    let mut ahead = ledger.clone();
    let mut deeds = Vec::new();
    for place in 0..1 + chance.below(3) {
        let deed = deed(&ahead, chance);
        if matches!(deed, Deed::Import { .. } | Deed::ImportTwins)
            || !ahead.perform(&deed, number * 100 + place)
        {
            break;
        }
        deeds.push(deed);
    }
    if deeds.is_empty() || chance.below(3) == 0 {
        deeds.push(Deed::AddUnknown { cart: choose(chance, NO_CART) });
    }
    deeds
}

fn deed(ledger: &Ledger, chance: &mut Chance) -> Deed {
    let cart = choose(chance, NO_CART);
    let other = (cart + 1 + choose(chance, NO_CART - 1)) % NO_CART;
    let is_open = |cart: &usize| ledger.carts.get(cart).is_some_and(|held| !held.is_closed);
    let is_closed = |cart: &usize| ledger.carts.get(cart).is_some_and(|held| held.is_closed);
    let Some(held) = ledger.carts.get(&cart).filter(|held| !held.is_closed) else { return add(cart, chance) };
    if LINES_MANY < held.lines.len() {
        return match chance.below(4) {
            0 => Deed::Clear { cart },
            1 => Deed::Delete { cart },
            2 => Deed::Park { cart },
            _ => Deed::CheckOut { cart, is_paid: chance.below(2) == 0 },
        };
    }
    match chance.below(24) {
        0..=5 => add(cart, chance),
        6 | 7 => Deed::AddWritten { cart, bytes: bytes(chance) },
        8 => Deed::Update { cart, good: choose(chance, 3), units: 1 + few(chance) },
        9 => Deed::Remove { cart, good: choose(chance, 4) },
        10 => Deed::Clear { cart },
        11 => Deed::Delete { cart },
        12 => Deed::Note { cart, bytes: bytes(chance) / 8 },
        13 | 14 if is_open(&other) => {
            Deed::Merge { target: cart, source: other, is_deleted: chance.below(2) == 0 }
        }
        15 if is_open(&other) => Deed::Copy { target: cart, source: other },
        16 | 17 => Deed::CheckOut { cart, is_paid: chance.below(2) == 0 },
        18 => Deed::Park { cart },
        19 | 20 => on_parked(ledger, is_closed, chance).unwrap_or(Deed::AddUnknown { cart }),
        21 | 22 => on_order(ledger, chance).unwrap_or(Deed::Update { cart: NO_CART, good: 0, units: 1 }),
        23 => match chance.below(4) {
            0 => Deed::ImportTwins,
            _ => Deed::Import { bytes: bytes(chance) },
        },
        _ => add(cart, chance),
    }
}

fn add(cart: usize, chance: &mut Chance) -> Deed {
    let lines = if chance.below(4) == 0 { 3 + few(chance) } else { 1 };
    let lines = (0..lines).map(|_| (choose(chance, GOODS.len() - 1), 1 + few(chance)));
    let mut lines: Vec<(usize, u32)> = lines.collect();
    if chance.below(6) == 0 {
        lines.push((FEE, 1));
    }
    Deed::Add { cart, lines, has_code: chance.below(8) == 0 }
}

fn few(chance: &mut Chance) -> u32 {
    u32::try_from(chance.below(4)).unwrap()
}

/// 20 bytes to 200 KB; most are few.
fn bytes(chance: &mut Chance) -> usize {
    let (from, to) = match chance.below(100) {
        0..70 => (20, 300),
        70..94 => (300, 5_000),
        94..99 => (5_000, 40_000),
        _ => (40_000, 200_000),
    };
    from + choose(chance, to - from)
}

fn on_parked(ledger: &Ledger, is_closed: impl Fn(&usize) -> bool, chance: &mut Chance) -> Option<Deed> {
    let place = choose(chance, ledger.parked.len().max(1));
    let (parked, (cart, _)) = ledger.parked.iter().nth(place)?;
    let is_free = !is_closed(cart) && ledger.carts.get(cart).is_none_or(|held| held.is_empty());
    Some(if is_free { Deed::Resume { parked: *parked } } else { Deed::Discard { parked: *parked } })
}

fn on_order(ledger: &Ledger, chance: &mut Chance) -> Option<Deed> {
    let place = choose(chance, ledger.orders.len().max(1));
    let (&order, ordered) = ledger.orders.iter().nth(place)?;
    Some(match (ordered.progress, chance.below(3)) {
        (Progress::Unpaid, 0) => Deed::Cancel { order },
        (Progress::Unpaid, _) => Deed::Pay { order },
        (Progress::Paid, 0) => Deed::Refund { order },
        (Progress::Paid, _) => Deed::Fulfil { order },
        (Progress::Refunded, _) => Deed::Cancel { order },
        // It is sent already, or was given up: that is refused.
        (Progress::Sent | Progress::Cancelled, _) => Deed::Pay { order },
    })
}
