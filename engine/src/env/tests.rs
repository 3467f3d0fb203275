use super::{Clock as _, FixedClock, IdForm, Ids as _, ListedIds, SystemIds, cuid};
use crate::domain::time::Timestamp;

/// The line of the printed StoreKit answer: its identifier holds the moment at which it was added.
#[test]
fn a_cuid_holds_its_moment() {
    let added_at = Timestamp::from_millis(1_751_628_122_753);
    let id = cuid(added_at, 0, 0);
    assert_eq!(&id[..9], &"cmcoq5pj5000dzvn7ljm7v6u0"[..9]);
    assert_eq!(id.len(), 25);
}

#[test]
fn identifiers_have_the_form_that_is_asked_for() {
    let ids = SystemIds::new();
    let cuid = ids.next(IdForm::Cuid(Timestamp::from_millis(1_751_628_122_753)));
    assert!(cuid.len() == 25 && cuid.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    assert_eq!(ids.next(IdForm::Uuid).len(), 36);
    assert!(ids.next(IdForm::Prefixed("cart_")).starts_with("cart_"));
    assert_ne!(ids.next(IdForm::Uuid), ids.next(IdForm::Uuid));
    let secret = ids.next(IdForm::Secret("sk_live_"));
    let digits = secret.strip_prefix("sk_live_").unwrap();
    assert!(digits.len() == 64 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    assert_ne!(secret, ids.next(IdForm::Secret("sk_live_")));
}

#[test]
fn listed_identifiers_come_first_and_in_order() {
    let ids = ListedIds::new(["one".to_owned(), "two".to_owned()]);
    assert_eq!(ids.next(IdForm::Uuid), "one");
    assert_eq!(ids.next(IdForm::Prefixed("cart_")), "two");
    assert_eq!(ids.next(IdForm::Uuid).len(), 36);
}

#[test]
fn a_fixed_clock_shows_what_it_was_set_to() {
    let clock = FixedClock::new(Timestamp::from_millis(7));
    assert_eq!(clock.now(), Timestamp::from_millis(7));
    clock.set(Timestamp::from_millis(-1));
    assert_eq!(clock.now(), Timestamp::from_millis(-1));
}
