use super::{CartsError, decapitalized, the_one};

#[test]
fn a_refusal_is_one_sentence_behind_the_programs_name() {
    assert_eq!(decapitalized("The cart is empty"), "the cart is empty");
    assert_eq!(decapitalized(""), "");
    let refused = |code: &str| CartsError::Refused { code: code.to_owned(), message: String::new() };
    assert!(refused("cart_not_found").is_not_found() && refused("parked_not_found").is_not_found());
    assert!(!refused("cart_empty").is_not_found());
    assert!(refused("parked_not_found").to_string().contains("trolley carts list --parked"));
    assert_eq!(refused("cart_empty").to_string(), "");
}

#[test]
fn what_is_parked_is_named_by_a_beginning_that_no_other_has() {
    let ids = ["park_9d2e7f30", "park_9d2e1111", "park_0c5d"].map(str::to_owned);
    let named = |text: &str| the_one(&ids, text).map_err(|error| error.to_string());
    for text in ["park_9d2e7", "9d2e7f30", "park_9d2e7f30"] {
        assert_eq!(named(text), Ok("park_9d2e7f30".to_owned()), "{text}");
    }
    assert_eq!(named("park_ffff"), Ok("park_ffff".to_owned()));
    let expected = "2 parked carts begin with 9d2e: write more of the one that is meant";
    assert_eq!(named("9d2e"), Err(expected.to_owned()));
}
