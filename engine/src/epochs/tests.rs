use super::{Epochs, Touched, place};
use crate::domain::id::CartId;

fn cart(id: &str) -> CartId {
    CartId::new(id).unwrap()
}

fn only(id: &str) -> Touched {
    let mut touched = Touched::nothing();
    touched.add(&cart(id));
    touched
}

/// Two carts of different places.
const CARTS: [&str; 2] = ["cart_a", "cart_b"];

#[test]
fn a_change_of_a_cart_makes_what_was_read_of_it_old_and_of_no_other() {
    let ([one, other], epochs) = (CARTS.map(cart), Epochs::new());
    assert_ne!(place(&one), place(&other));
    let before = (epochs.of(&one), epochs.of(&other));
    assert!(before.0.is_some());
    epochs.begin(&only(CARTS[0]));
    assert_eq!((epochs.of(&one), epochs.of(&other)), (None, before.1));
    epochs.settle();
    assert!(epochs.of(&one).is_some_and(|after| Some(after) != before.0));
    assert_eq!(epochs.of(&other), before.1);
}

#[test]
fn what_is_no_single_carts_makes_everything_old() {
    let ([one, other], epochs) = (CARTS.map(cart), Epochs::new());
    let before = (epochs.of(&one), epochs.of(&other));
    let mut touched = only(CARTS[0]);
    touched.add_all();
    epochs.begin(&touched);
    assert_eq!((epochs.of(&one), epochs.of(&other)), (None, None));
    epochs.settle();
    assert!(epochs.of(&one).is_some() && epochs.of(&one) != before.0);
    assert!(epochs.of(&other).is_some() && epochs.of(&other) != before.1);
}

#[test]
fn what_changes_twice_at_once_is_settled_once() {
    let (one, epochs) = (cart(CARTS[0]), Epochs::new());
    let before = epochs.of(&one);
    let mut touched = only(CARTS[0]);
    touched.add(&one);
    epochs.begin(&touched);
    epochs.begin(&only(CARTS[0]));
    assert_eq!(epochs.of(&one), None);
    epochs.settle();
    let after = epochs.of(&one);
    assert!(after.is_some() && after != before);
    epochs.settle();
    assert_eq!(epochs.of(&one), after, "nothing was left to settle");
}
