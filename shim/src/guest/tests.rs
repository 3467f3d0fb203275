use super::GuestNumber;

const NUMBER: &str = "5fd5a551-02e3-4bcb-b778-1344edd6bd49";

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    assert_eq!(GuestNumber::parse(text).as_ref().map(GuestNumber::as_str), expected, "{text}");
}

#[track_caller]
fn check_cart(text: &str, expected: Option<&str>) {
    assert_eq!(GuestNumber::parse_cart(text).as_ref().map(GuestNumber::as_str), expected, "{text}");
}

#[test]
fn a_number_is_a_uuid_of_version_4() {
    check(NUMBER, Some(NUMBER));
    check("5FD5A551-02E3-4BCB-B778-1344EDD6BD49", Some(NUMBER));
    for variant in ["8", "9", "a", "b"] {
        let text = format!("5fd5a551-02e3-4bcb-{variant}778-1344edd6bd49");
        check(&text, Some(&text));
    }
    check("", None);
    check("5fd5a551-02e3-1bcb-b778-1344edd6bd49", None);
    check("5fd5a551-02e3-4bcb-7778-1344edd6bd49", None);
    check("5fd5a551-02e3-4bcb-c778-1344edd6bd49", None);
    check("5fd5a551-02e3-4bcb-b778-1344edd6bd4", None);
    check("5fd5a551-02e3-4bcb-b778-1344edd6bd499", None);
    check("5fd5a551x02e3-4bcb-b778-1344edd6bd49", None);
    check("5fd5a551-02e3-4bcb-b778-1344edd6bd4g", None);
    check("{5fd5a551-02e3-4bcb-b778-1344edd6bd4}", None);
    check("5fd5a551-02e3-4bcb-b778-1344edd6b\u{e9}9", None);
}

#[test]
fn a_guests_cart_has_a_prefix() {
    check_cart("guest_5fd5a551-02e3-4bcb-b778-1344edd6bd49", Some(NUMBER));
    check_cart("GUEST_5FD5A551-02E3-4BCB-B778-1344EDD6BD49", Some(NUMBER));
    check_cart(NUMBER, None);
    check_cart("user_182", None);
    check_cart("guest_", None);
    check_cart("guest", None);
    check_cart("gues\u{e9}_5fd5a551-02e3-4bcb-b778-1344edd6bd49", None);
    let cart = GuestNumber::parse(NUMBER).map(|number| number.cart().into_string());
    assert_eq!(cart, Some(format!("guest_{NUMBER}")));
}
