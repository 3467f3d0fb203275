use super::is_card_number;

#[test]
fn what_could_be_the_number_of_a_card_is_seen() {
    let check = |text: &str, expected: bool| assert_eq!(is_card_number(text), expected, "{text}");
    check("4242424242424242", true);
    check("4242 4242 4242 4242", true);
    check("4242-4242-4242-4242", true);
    check("card_4242.4242.4242", true);
    check("pm_1234567890123456789", true);
    check("pm_12345678901", false);
    check("12345678901234567890", false);
    check("pm_card_visa_4242", false);
    check("pm_0901f083-aa1c-43c5-af5c-0a9d2fc64e30", false);
    check("", false);
}
