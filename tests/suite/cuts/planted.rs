//! Faults that are planted, each of which the same look at a store must find: else it would be blind.

use trolley_engine::Profile;

use super::asking::Keys;
use super::plan::{Blows, Plan};
use super::{say, strike, twin};

/// So many stores are struck until the fault is found.
const STORES: u64 = 150;
/// So many show that it is the fault alone which is found.
const SOUND_STORES: u64 = 25;

const SOUND: Plan = Plan {
    profile: Profile::Durable,
    blows: Blows::Cuts,
    keys: Keys::WithEffect,
    lies_percent: 0,
    has_marks: false,
};

/// What is found wrong first with so many stores, and on which.
fn find(plan: Plan, stores: u64) -> Option<(u64, String)> {
    let image = twin::image();
    (0..stores).find_map(|seed| Some((seed, strike(plan, &image, seed).err()?)))
}

#[track_caller]
fn check_found(fault: &str, plan: Plan) {
    let Some((seed, what)) = find(plan, STORES) else { panic!("{fault}: not found on {STORES} stores") };
    say(&format!("planted, and found on store {seed}: {fault}: {what}"));
}

#[track_caller]
fn check_sound(plan: Plan) {
    assert_eq!(find(plan, SOUND_STORES), None);
}

#[test]
fn a_disk_that_lies_about_a_tenth_of_its_flushes_is_found_out() {
    check_found("a disk that lies", Plan { lies_percent: 10, ..SOUND });
}

#[test]
fn a_key_that_is_stored_after_its_effect_is_found_out_by_cuts_alone() {
    let apart = Plan { keys: Keys::AfterEffect, ..SOUND };
    check_sound(Plan { blows: Blows::None, ..apart });
    check_found("a key that is stored after its effect", apart);
}

#[test]
fn in_one_phase_a_failed_flush_that_nobody_heals_is_found_out() {
    let naive = Plan { blows: Blows::NaiveFlushes, ..SOUND };
    check_sound(naive);
    check_found("a failed flush, in one phase", Plan { profile: Profile::Fast, ..naive });
}
