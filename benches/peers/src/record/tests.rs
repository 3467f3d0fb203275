use super::Template;

#[test]
fn a_cart_begins_with_one_unit_a_line_and_counts_what_is_added() {
    let template = Template::new(vec![0xAB; 1_603], 10);
    let mut record = template.bytes().to_vec();
    assert_eq!(record.len(), 1_603);
    assert_eq!(template.units(&record), 10);
    template.increase(&mut record, 9);
    template.increase(&mut record, 0);
    template.increase(&mut record, 0);
    assert_eq!(template.units(&record), 13);
}

#[test]
fn lines_lie_side_by_side() {
    let template = Template::new((0..=255).cycle().take(1_000).collect(), 10);
    assert_eq!(template.line_bytes(3).len(), 100);
    assert_eq!(template.line_bytes(3)[8..], template.bytes()[308..400]);
}

#[test]
fn a_record_that_is_too_short_for_its_lines_is_made_longer() {
    let template = Template::new(vec![1; 3], 2);
    assert_eq!(template.units(template.bytes()), 2);
}
