use super::collected;

#[test]
fn the_count_is_found_among_what_callgrind_says() {
    let text =
        "==17== Events    : Ir\n==17== Collected : 123456789\n==17== \n==17== I   refs:      123,456,789\n";
    assert_eq!(collected(text), Some(123_456_789));
    assert_eq!(collected("==17== Events    : Ir\n"), None);
}
