use super::compact;

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    assert_eq!(compact(text).as_deref(), expected);
}

#[test]
fn white_space_goes_between_tokens_alone() {
    check("{\n  \"a b\" : [ 1 , 2 ],\r\n\t\"c\": \" d \"\n}\n", Some(r#"{"a b":[1,2],"c":" d "}"#));
    check(r#"{"a": "say \" {  } \\" , "b": 1}"#, Some(r#"{"a":"say \" {  } \\","b":1}"#));
    check(r#"["\\", "x  y"]"#, Some(r#"["\\","x  y"]"#));
}

#[test]
fn spellings_and_repeated_members_stay() {
    check(r#"{"a": 10.0, "b": 1e2, "c": "\u00e4\/"}"#, Some(r#"{"a":10.0,"b":1e2,"c":"\u00e4\/"}"#));
    check(r#"{"a": 1, "a": 2}"#, Some(r#"{"a":1,"a":2}"#));
}

#[test]
fn what_is_not_json_is_left_alone() {
    check("", None);
    check("Method Not Allowed", None);
    check("{\"a\": }", None);
}
