use super::{Need, form};

fn needs(needs: &[(&[usize], u32)]) -> Vec<Need> {
    needs.iter().map(|(places, units)| Need { places: places.to_vec(), units: *units }).collect()
}

/// How often a set can be made in the ways that follow each other, and what is left then.
#[track_caller]
fn check(needed: &[(&[usize], u32)], free: &[u32], sets_max: u32, times: &[u32], left: &[u32]) {
    let (mut free, mut sets_left, mut made) = (free.to_vec(), sets_max, Vec::new());
    while let Some(sets) = form(&needs(needed), &free, sets_left) {
        sets.take_from(&mut free);
        sets_left -= sets.times;
        made.push(sets.times);
    }
    assert_eq!((made.as_slice(), free.as_slice()), (times, left));
}

#[test]
fn lines_are_used_up_in_order() {
    check(&[(&[0, 1], 2)], &[3, 4], 9, &[1, 1, 1], &[0, 1]);
    check(&[(&[1, 0], 2)], &[3, 4], 9, &[2, 1], &[1, 0]);
}

#[test]
fn as_many_as_one_way_allows_are_made_at_once() {
    let most = 0x7fff_ffff;
    check(&[(&[0], 1), (&[1], 2)], &[most, most], u32::MAX, &[most / 2], &[most / 2 + 1, 1]);
    check(&[(&[0], 1)], &[most], 5, &[5], &[most - 5]);
}

#[test]
fn no_needs_make_no_sets() {
    check(&[], &[5], 9, &[], &[5]);
    check(&[(&[0], 0)], &[5], 9, &[], &[5]);
    check(&[(&[0], 1)], &[5], 0, &[], &[5]);
    check(&[(&[0], 6)], &[5], 9, &[], &[5]);
    check(&[(&[], 1)], &[5], 9, &[], &[5]);
    check(&[(&[0], u32::MAX), (&[0, 1], u32::MAX)], &[5, 5], 9, &[], &[5, 5]);
}

/// Whoever chooses first gives back what another needs more, along however many others.
#[test]
fn a_set_is_found_where_there_is_one() {
    check(&[(&[0, 1], 1), (&[0, 2], 1), (&[0, 1], 1)], &[1, 1, 1], 9, &[1], &[0, 0, 0]);
    check(&[(&[0, 1], 2), (&[1, 2], 2), (&[2, 0], 2)], &[1, 3, 2], 9, &[1], &[0, 0, 0]);
    check(&[(&[0, 1], 1), (&[1, 2], 1), (&[2, 3], 1), (&[0, 1], 1)], &[1, 1, 1, 1], 9, &[1], &[0, 0, 0, 0]);
    check(&[(&[0, 1], 1), (&[0, 1], 1), (&[0, 1], 1)], &[1, 1, 9], 9, &[], &[1, 1, 9]);
}
