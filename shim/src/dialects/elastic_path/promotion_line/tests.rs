use super::{code_of_promotion_line, promotion_line_id};

#[test]
fn the_identifier_of_a_promotions_line_leads_back_to_its_code() {
    assert_eq!(promotion_line_id("SAVE10"), "promotion_534156453130");
    for code in ["SAVE10", "a/b c%", "\u{e9}", "auto_b39e5175-9145-4807-bc00-f668d7a5e643"] {
        assert_eq!(code_of_promotion_line(&promotion_line_id(code)).as_deref(), Some(code));
    }
}

#[test]
fn other_identifiers_are_no_promotions_lines() {
    for id in [
        "de623b2b-953d-413a-a2d1-3321791904a1",
        "promotion_",
        "promotion_5",
        "promotion_534",
        "promotion_5G",
        "promotion_+5",
        "promotion_C3",
        "promotion_c3",
    ] {
        assert_eq!(code_of_promotion_line(id), None, "{id}");
    }
}
