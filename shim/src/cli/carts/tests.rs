use super::{CartsError, decapitalized};

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
