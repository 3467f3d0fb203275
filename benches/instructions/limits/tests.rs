use super::{compare, parse, text};
use crate::callgrind::Count;

fn count(operation: &str, instructions: u64) -> Count {
    Count { operation: operation.to_owned(), instructions }
}

#[track_caller]
fn check(counts: &[Count], limits: &str, expected: bool, expected_word: &str) {
    let (report, holds) = compare(counts, &parse(limits).unwrap());
    assert_eq!(holds, expected, "{report}");
    assert!(report.contains(expected_word), "{report}");
}

#[test]
fn what_takes_as_much_as_its_limit_keeps_to_it_and_one_more_does_not() {
    check(&[count("read/1", 100)], "read/1\t100\n", true, "read/1");
    check(&[count("read/1", 101)], "read/1\t100\n", false, "TOO MANY");
}

#[test]
fn what_has_no_limit_or_is_not_counted_fails() {
    check(&[count("read/1", 1)], "# nothing\n", false, "HAS NO LIMIT");
    check(&[], "read/1\t100\n", false, "NOT COUNTED");
}

#[test]
fn what_takes_much_less_is_said_and_holds() {
    check(&[count("read/1", 79)], "read/1\t100\n", true, "can be lowered");
}

#[test]
fn limits_that_are_written_have_room_and_are_read_back() {
    let counts = [count("read/1", 1_000), count("read/10", 2_000)];
    let limits = text(&counts);
    assert!(compare(&counts, &parse(&limits).unwrap()).1);
    assert!(limits.contains("read/1\t1100\n"), "{limits}");
    assert!(!compare(&[count("read/1", 1_101), count("read/10", 2_000)], &parse(&limits).unwrap()).1);
}

#[test]
fn a_line_without_a_limit_is_refused() {
    assert!(parse("read/1 100\n").is_err());
    assert!(parse("read/1\tmany\n").is_err());
}
