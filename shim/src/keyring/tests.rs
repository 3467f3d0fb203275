use super::{Shown, digest};

#[test]
fn a_secret_has_its_digest_whatever_was_shown_before() {
    let shown = Shown::default();
    for secret in ["one", "one", "two", "one", "", "onetwo", "one"] {
        assert_eq!(shown.digest(secret), digest(secret), "{secret}");
    }
}

#[test]
fn what_was_shown_is_not_told() {
    let shown = Shown::default();
    shown.digest("sk_live_secret");
    assert_eq!(format!("{shown:?}"), "Shown(..)");
}
