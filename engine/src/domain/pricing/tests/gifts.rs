//! Gifts: which units are free, and which are lacking.

use super::{added, cart, check, gift, line, list, named, priced, promotion, requirement, usd, variant};
use crate::domain::cart::Line;
use crate::domain::promotion::{Promotion, Requirement, Reward, Targets};

/// Units off each line, and units of each gift that are lacking.
#[track_caller]
fn gives(
    lines: Vec<Line>,
    requirements: Vec<Requirement>,
    gifts: &str,
    off: &[(usize, i64)],
    lacking: &[(&str, u32)],
) {
    gives_by(promotion("p", gift(requirements, gifts)), lines, off, lacking);
}

#[track_caller]
fn gives_by(promotion: Promotion, lines: Vec<Line>, off: &[(usize, i64)], lacking: &[(&str, u32)]) {
    let priced = priced(&cart(lines), vec![promotion]);
    let shares = priced.applied.first().map_or(&[][..], |applied| &applied.shares);
    let suggested = priced.suggestions.iter().flat_map(|suggestion| &suggestion.gifts);
    let suggested: Vec<(&str, u32)> = suggested.map(|(gift, units)| (gift.0.as_str(), *units)).collect();
    assert_eq!((shares, suggested.as_slice()), (off, lacking));
}

#[test]
fn the_shopper_s_own_gifts_are_free_as_far_as_there_are_sets() {
    let buy_two = || vec![requirement(2, "a")];
    let lines = |a, g| vec![line("a", 100, a), line("g", 30, g)];
    gives(lines(1, 2), buy_two(), "g", &[], &[]);
    gives(lines(2, 2), buy_two(), "g", &[(1, 30)], &[]);
    gives(lines(5, 2), buy_two(), "g", &[(1, 60)], &[]);
    gives(lines(8, 2), buy_two(), "g", &[(1, 60)], &[("g", 2)]);
}

#[test]
fn each_gift_is_looked_at_on_its_own() {
    let lines = vec![line("a", 100, 2), line("g", 30, 2)];
    gives(lines, vec![requirement(1, "a")], "g h", &[(1, 60)], &[("h", 2)]);
}

#[test]
fn gifts_that_are_nowhere_to_be_found_are_suggested() {
    gives(vec![line("a", 100, 2)], vec![requirement(1, "a")], "nothing", &[], &[("nothing", 2)]);
}

#[test]
fn what_is_bought_may_be_the_gift_too() {
    let lines = |units| vec![line("a", 100, units)];
    let buy_one = || vec![requirement(1, "a")];
    gives(lines(1), buy_one(), "a", &[], &[("a", 1)]);
    gives(lines(2), buy_one(), "a", &[(0, 100)], &[]);
    gives(lines(3), buy_one(), "a", &[(0, 100)], &[("a", 1)]);
    gives(lines(4), buy_one(), "a", &[(0, 200)], &[]);
    gives(lines(3), vec![requirement(2, "a")], "a", &[(0, 100)], &[]);
    gives(lines(5), vec![requirement(2, "a")], "a", &[(0, 100)], &[("a", 1)]);
}

#[test]
fn a_gift_that_stands_twice_is_two_units_of_it() {
    let lines = |units| vec![line("a", 100, units)];
    let buy_one = || vec![requirement(1, "a")];
    gives(lines(1), buy_one(), "a a", &[], &[("a", 2)]);
    gives(lines(2), buy_one(), "a a", &[(0, 100)], &[("a", 1)]);
    gives(lines(3), buy_one(), "a a", &[(0, 200)], &[]);
    gives(lines(4), buy_one(), "a a", &[(0, 200)], &[("a", 2)]);
    let lines = vec![line("a", 100, 2), line("g", 30, 3)];
    gives(lines, buy_one(), "g g", &[(1, 90)], &[("g", 1)]);
}

#[test]
fn of_what_can_be_both_the_dearer_is_paid() {
    let shirts = || vec![variant("a1", line("a", 50, 1)), variant("a2", line("a", 80, 1))];
    gives(shirts(), vec![requirement(1, "a")], "a", &[(0, 50)], &[]);
    gives(shirts(), vec![requirement(1, "a")], "a2", &[(1, 80)], &[]);
}

#[test]
fn what_is_no_gift_is_used_first_for_what_is_required() {
    let lines = vec![line("a", 100, 2), line("b", 50, 2)];
    gives(lines, vec![requirement(1, "a b")], "a", &[(0, 200)], &[]);
}

#[test]
fn requirements_that_share_lines_leave_each_other_room() {
    let requirements = || vec![requirement(1, "a b"), requirement(1, "b c"), requirement(1, "a")];
    let lines = || vec![line("a", 100, 1), line("b", 90, 1), line("c", 80, 1)];
    gives(lines(), requirements(), "g", &[], &[("g", 1)]);
    let lines = || vec![line("a", 100, 2), line("b", 90, 1), line("c", 80, 0x7fff_ffff)];
    gives(lines(), requirements(), "g", &[], &[("g", 1)]);
    let lines = || vec![line("a", 100, 1), line("b", 90, 9)];
    gives(lines(), requirements(), "g", &[], &[("g", 1)]);
}

#[test]
fn applications_and_amount_have_their_limits() {
    let give = |applications_max, discount_max: &[i64]| Promotion {
        applications_max,
        discount_max: discount_max.first().map_or_else(Default::default, |most| usd(*most)),
        ..promotion("p", gift(vec![requirement(1, "a")], "g"))
    };
    let lines = || vec![line("a", 100, 5), line("g", 30, 2)];
    gives_by(give(Some(1), &[]), lines(), &[(1, 30)], &[]);
    gives_by(give(Some(3), &[]), lines(), &[(1, 60)], &[("g", 1)]);
    gives_by(give(Some(0), &[]), lines(), &[], &[]);
    gives_by(give(None, &[40]), lines(), &[(1, 40)], &[]);
    gives_by(give(None, &[100]), lines(), &[(1, 60)], &[("g", 3)]);
}

#[test]
fn what_was_added_counts_as_there_and_costs_nothing() {
    let lines = |units| vec![line("a", 100, 2), added("p", units, line("g", 30, 3))];
    gives(lines(1), vec![requirement(1, "a")], "g", &[(1, 90)], &[]);
    gives(lines(3), vec![requirement(1, "a")], "g", &[(1, 90)], &[]);
    let only_one = vec![line("a", 100, 2), added("p", 1, line("g", 30, 1))];
    gives(only_one, vec![requirement(1, "a")], "g", &[(1, 30)], &[("g", 1)]);
}

#[test]
fn what_was_added_triggers_nothing_and_takes_no_other_reward() {
    let lines = || vec![added("p", 2, line("g", 100, 2)), line("z", 1, 1)];
    let half = Reward::UnitAmount { targets: Targets::All, amounts: usd(50) };
    let all = vec![promotion("half", half), promotion("twice", gift(vec![requirement(1, "g")], "z"))];
    let priced = check(lines(), all, &[("half", &[(1, 1)]), ("p", &[(0, 200)])]);
    assert_eq!(priced.suggestions, []);
}

#[test]
fn what_a_forgotten_promotion_has_added_is_free_under_its_identifier() {
    let lines = vec![line("a", 100, 1), added("gone", 1, line("g", 30, 2)), added("off", 1, line("h", 7, 1))];
    let off = Promotion { is_enabled: false, ..promotion("off", gift(vec![requirement(1, "a")], "h")) };
    let priced = check(lines, vec![off], &[("off", &[(2, 7)]), ("gone", &[(1, 30)])]);
    let [off, gone] = priced.applied.as_slice() else { panic!("two are applied") };
    assert_eq!((off.code.as_str(), off.name.as_str()), ("auto_off", "Promotion off"));
    assert_eq!((gone.code.as_str(), gone.name.as_str()), ("auto_gone", ""));
    assert_eq!(priced.total, 130);
}

#[test]
fn triggers_stay_free_for_other_promotions_and_gifts_do_not() {
    let lines = || vec![line("a", 100, 1), line("g", 30, 1)];
    let half = || promotion("each", Reward::UnitAmount { targets: Targets::All, amounts: usd(10) });
    let give = || promotion("gift", gift(vec![requirement(1, "a")], "g"));
    check(lines(), vec![give(), half()], &[("gift", &[(1, 30)]), ("each", &[(0, 10)])]);
    check(lines(), vec![half(), give()], &[("each", &[(0, 10), (1, 10)])]);
    check(lines(), vec![give(), give_again()], &[("gift", &[(1, 30)])]);
}

/// A second promotion that gives the same: its gift is taken by the first, and so it lacks one.
fn give_again() -> Promotion {
    promotion("again", gift(vec![requirement(1, "a")], "g"))
}

#[test]
fn two_promotions_each_give_their_own() {
    let lines = vec![line("a", 100, 1), line("g", 30, 1)];
    let all = vec![promotion("gift", gift(vec![requirement(1, "a")], "g")), give_again()];
    let suggestions = priced(&cart(lines), all).suggestions;
    let [again] = suggestions.as_slice() else { panic!("the second one is suggested") };
    assert_eq!(
        (again.promotion.as_str(), again.gifts.as_slice()),
        ("again", [(list("g").remove(0), 1)].as_slice())
    );
}

#[test]
fn a_gift_may_lie_on_several_lines() {
    let lines = vec![line("a", 100, 3), line("g", 30, 1), named("z", line("g", 30, 1))];
    gives(lines, vec![requirement(1, "a")], "g", &[(1, 30), (2, 30)], &[("g", 1)]);
}

#[test]
fn huge_quantities_are_counted_and_not_walked_through() {
    let most = 2_147_483_647;
    let lines = || vec![line("a", 100, most), line("g", 30, most), line("b", 2, most)];
    let paid = i64::from(i32::MAX) * 30;
    gives(lines(), vec![requirement(1, "a")], "g", &[(1, paid)], &[]);
    gives(lines(), vec![requirement(3, "a b")], "g", &[(1, 42_949_672_920)], &[]);
    let unit = |units: i64| line("a", 1, units);
    gives(vec![unit(most)], vec![requirement(1, "a")], "a", &[(0, most / 2)], &[("a", 1)]);
}
