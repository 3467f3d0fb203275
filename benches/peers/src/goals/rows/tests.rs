use std::collections::HashSet;

use super::{Bar, Measure, ROWS};
use crate::peers::contender;

#[test]
fn a_bar_is_met_on_its_own_side_and_on_the_bar() {
    assert!(Bar::AtLeast(0.8).is_met(0.8));
    assert!(!Bar::AtLeast(0.8).is_met(0.79));
    assert!(Bar::AtMost(1.3).is_met(1.3));
    assert!(!Bar::AtMost(1.3).is_met(1.31));
    assert_eq!(Bar::AtMost(1.3).text(), "<= 1.3");
}

#[test]
fn every_row_has_a_name_of_its_own_and_holds_like_against_like() {
    let names: HashSet<&str> = ROWS.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), ROWS.len());
    for row in ROWS {
        let (Measure::SideBySide(_, _, ours, theirs) | Measure::Instructions(ours, theirs, _)) = row.measure
        else {
            continue;
        };
        assert_eq!(ours.callers, theirs.callers, "{}", row.name);
        let (ours, theirs) = (contender(ours.name).unwrap(), contender(theirs.name).unwrap());
        assert_eq!(ours.durability, theirs.durability, "{}", row.name);
    }
}
