use trolley_engine::domain::cart::Expiry;

use super::Readings;

fn with_days(days: &str) -> Result<Readings, serde_json::Error> {
    let text = serde_json::to_string(&Readings::documented())?;
    serde_json::from_str(&text.replace(r#""cart_expiry_days":7"#, &format!(r#""cart_expiry_days":{days}"#)))
}

#[test]
fn a_cart_lives_from_one_day_to_a_year_or_for_ever() {
    let day_ms = 86_400_000;
    for (days, expected) in [
        ("0", Expiry::Never),
        ("1", Expiry::AfterUpdate { span_ms: day_ms }),
        ("7", Expiry::AfterUpdate { span_ms: 7 * day_ms }),
        ("365", Expiry::AfterUpdate { span_ms: 365 * day_ms }),
    ] {
        assert_eq!(with_days(days).unwrap().expiry(), expected);
    }
    let error = with_days("366").unwrap_err().to_string();
    assert!(error.contains("cart_expiry_days is at most 365"), "{error}");
    assert!(with_days("-1").is_err());
}
