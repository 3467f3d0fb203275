use super::Halves;

#[test]
fn what_is_asked_for_stays_and_what_is_not_goes() {
    let mut halves = Halves::new(20);
    halves.insert("asked", 1, 4);
    halves.insert("not asked", 2, 4);
    for (key, number) in [("a", 3), ("b", 4), ("c", 5), ("d", 6)] {
        halves.insert(key, number, 4);
        assert_eq!(halves.find(&"asked"), Some(&1));
    }
    assert_eq!(halves.peek(&"not asked"), None);
    assert_eq!(halves.peek(&"d"), Some(&6));
}

#[test]
fn there_are_never_more_than_so_many_bytes() {
    let mut halves = Halves::new(100);
    for number in 0..1_000_usize {
        halves.insert(number % 37, number, number % 11);
        if number % 5 == 0 {
            halves.remove(&(number % 7));
        }
        let sum = |half: &std::collections::HashMap<usize, (usize, usize)>| -> usize {
            half.values().map(|(_, bytes)| bytes).sum()
        };
        assert_eq!(sum(&halves.young), halves.young_bytes);
        assert!(sum(&halves.young) + sum(&halves.old) <= 100);
        assert!(halves.young.keys().all(|key| !halves.old.contains_key(key)));
    }
}

#[test]
fn one_that_is_too_large_is_not_kept_and_neither_is_what_it_replaces() {
    let mut halves = Halves::new(20);
    halves.insert("key", 1, 4);
    halves.insert("key", 2, 11);
    assert_eq!(halves.peek(&"key"), None);
    halves.insert("key", 3, 10);
    assert_eq!(halves.peek(&"key"), Some(&3));
    halves.clear();
    assert_eq!(halves.find(&"key"), None);
}
