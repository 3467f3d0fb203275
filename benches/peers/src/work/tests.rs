use std::collections::HashSet;

use super::{Choices, Work};

#[test]
fn no_two_callers_have_a_cart_in_common() {
    let work = Work { carts: 103, lines: 10 };
    let carts: Vec<HashSet<u64>> = (0..4)
        .map(|caller| {
            let mut choices = Choices::new(work, caller, 4, 7);
            (0..2_000).map(|_| choices.next().cart).collect()
        })
        .collect();
    assert_eq!(carts.iter().map(HashSet::len).sum::<usize>(), 103);
    assert_eq!(carts.iter().flatten().collect::<HashSet<_>>().len(), 103);
    assert!(carts.iter().flatten().all(|cart| *cart < 103));
}

#[test]
fn the_same_seed_makes_the_same_adds_and_reaches_every_line() {
    let work = Work { carts: 10, lines: 10 };
    let adds = |seed| {
        let mut choices = Choices::new(work, 0, 1, seed);
        (0..500).map(|_| choices.next()).collect::<Vec<_>>()
    };
    assert_eq!(adds(1), adds(1));
    assert_ne!(adds(1), adds(2));
    assert_eq!(adds(1).iter().map(|add| add.line).collect::<HashSet<_>>().len(), 10);
}
