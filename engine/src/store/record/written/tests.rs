use super::Written;
use crate::domain::cart::Cart;
use crate::domain::id::LineId;
use crate::domain::quantity::Quantity;
use crate::store::record::cart;
use crate::store::samples;

const KEY: [u8; 8] = [7; 8];

/// What takes over of the one what is the same in the other is the other's record all the same.
#[track_caller]
fn check(before: &Cart, after: &Cart) {
    for (offset_before_ms, offset_ms) in [(0, 0), (0, 5_000)] {
        let written = Written::seal(&KEY, offset_before_ms, before, None).unwrap();
        assert_eq!(written.bytes, cart::seal(&KEY, offset_before_ms, before).unwrap());
        let next = Written::seal(&KEY, offset_ms, after, Some((before, &written))).unwrap();
        assert_eq!(next.bytes, cart::seal(&KEY, offset_ms, after).unwrap());
        let again = Written::seal(&KEY, offset_ms, after, Some((after, &next))).unwrap();
        assert_eq!(again.bytes, next.bytes);
        let (read, opened) = Written::open(&KEY, &written.bytes, true).unwrap();
        let opened = opened.expect("it is of this version");
        assert_eq!((&opened.bytes, &opened.ends), (&written.bytes, &written.ends));
        let read = read.recounted(-offset_before_ms);
        assert_eq!(read, *before);
        let next = Written::seal(&KEY, offset_ms, after, Some((&read, &opened))).unwrap();
        assert_eq!(next.bytes, cart::seal(&KEY, offset_ms, after).unwrap());
    }
}

#[test]
fn a_record_that_takes_over_lines_is_the_one_that_takes_over_none() {
    let mut whole = samples::cart();
    for number in 1..=3 {
        let mut line = whole.lines[0].clone();
        line.id = LineId::new(format!("another-{number}")).unwrap();
        whole.line_sequence += 1;
        line.sequence = whole.line_sequence;
        whole.lines.push(line);
    }
    let count = whole.lines.len();
    for place in 0..count {
        let (mut noted, mut counted, mut without) = (whole.clone(), whole.clone(), whole.clone());
        noted.lines[place].notes = Some("another".to_owned());
        counted.lines[place].quantity = Quantity::MAX;
        without.lines.remove(place);
        for other in [&noted, &counted, &without] {
            check(&whole, other);
            check(other, &whole);
        }
        check(&noted, &counted);
        check(&counted, &without);
    }
    let none = Cart { lines: Vec::new(), ..whole.clone() };
    check(&none, &whole);
    check(&whole, &none);
}
