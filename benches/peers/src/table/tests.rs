use super::{Table, number};

#[test]
fn columns_are_as_wide_as_their_widest_cell() {
    let mut table = Table::new(&["peer", "adds/s"]);
    table.row(vec!["a".to_owned(), "1,000".to_owned()]);
    assert_eq!(table.text(), "| peer | adds/s |\n|------|--------|\n| a    | 1,000  |\n");
}

#[test]
fn numbers_have_as_many_decimals_as_say_something() {
    assert_eq!(number(0.5), "0.50");
    assert_eq!(number(12.345), "12.3");
    assert_eq!(number(999.4), "999");
    assert_eq!(number(1_234_567.0), "1,234,567");
    assert_eq!(number(123_456.0), "123,456");
}
