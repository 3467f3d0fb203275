use super::Value;

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn map(members: &[(&str, Value)]) -> Value {
    Value::Map(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

#[test]
fn the_order_of_members_does_not_matter() {
    let one = map(&[("front", text("Jane")), ("back", map(&[("a", Value::Null), ("b", Value::Bool(true))]))]);
    let other =
        map(&[("back", map(&[("b", Value::Bool(true)), ("a", Value::Null)])), ("front", text("Jane"))]);
    assert_ne!(one, other);
    assert_eq!(one.fingerprint(), other.fingerprint());
}

#[test]
fn values_that_differ_have_other_fingerprints() {
    let values = [
        Value::Null,
        Value::Bool(false),
        Value::Bool(true),
        Value::Number("1".into()),
        text("1"),
        text(""),
        Value::List(vec![]),
        Value::List(vec![text("a"), text("b")]),
        Value::List(vec![text("ab")]),
        Value::List(vec![text("b"), text("a")]),
        map(&[]),
        map(&[("a", text("b"))]),
        map(&[("ab", text(""))]),
        map(&[("a", text("b")), ("c", Value::Null)]),
    ];
    for (index, one) in values.iter().enumerate() {
        for other in &values[index + 1..] {
            assert_ne!(one.fingerprint(), other.fingerprint(), "{one:?} {other:?}");
        }
    }
}
