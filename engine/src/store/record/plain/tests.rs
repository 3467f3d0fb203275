use super::line;
use crate::domain::cart::{Content, CustomItem, Line};
use crate::domain::id::{LineId, VariantId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;
use crate::store::codec::{self, Parts};
use crate::store::record::line::{Inputs, line_from_v2, line_to_v2};
use crate::store::samples;

/// What stands behind a line in these tests.
const BEHIND: [u8; 3] = [7, 0, 255];

fn encoded(line: &Line) -> Vec<u8> {
    let mut bytes = Vec::new();
    codec::append("carts", &mut bytes, &line_to_v2(line, Inputs::MaybeBeside)).unwrap();
    bytes.extend_from_slice(&BEHIND);
    bytes
}

/// The line as the general decoder reads it, and how many bytes are left.
fn general(bytes: &[u8]) -> Option<(Line, usize)> {
    let mut parts = Parts::of("carts", bytes);
    let line = line_from_v2(parts.next().ok()?, Inputs::MaybeBeside).ok()?;
    Some((line, parts.rest().len()))
}

/// A line of nothing but what all have.
fn plain() -> Line {
    let one = &samples::full_cart().lines[0];
    Line {
        id: LineId::new("5b9c0a0e-3f6a-4f0e-8f56-0d9e5a1c2b3d").unwrap(),
        auto_added: Vec::new(),
        taxes: Vec::new(),
        custom_inputs: None,
        location: None,
        options: None,
        notes: None,
        metadata: None,
        content: Content::Product { product: one.product().unwrap().clone(), variant: None, bundle: None },
        ..Line::clone(one)
    }
}

/// Plain lines, numbers of each length among them.
fn plain_lines() -> Vec<Line> {
    let whole = plain();
    let product = whole.product().unwrap().clone();
    let with_variant = Content::Product { product, variant: VariantId::new("r\u{f6}d").ok(), bundle: None };
    let price = |minor_units| UnitPrice { minor_units, includes_tax: true };
    vec![
        Line { content: with_variant, location: Some(String::new()), ..whole.clone() },
        Line { notes: Some("mind the step".to_owned()), price_overridden: true, ..whole.clone() },
        Line { sequence: 250, quantity: Quantity::MAX, tax_rate: Rate::MAX, ..whole.clone() },
        Line { sequence: 251, unit_price: price(AMOUNT_MINOR_UNITS_MAX), ..whole.clone() },
        Line {
            sequence: 65_536,
            list_price: price(125),
            added_at: Timestamp::from_millis(-1),
            ..whole.clone()
        },
        Line { sequence: u64::MAX, updated_at: Timestamp::from_millis(i64::MIN), ..whole.clone() },
        whole,
    ]
}

#[test]
fn plain_lines_are_read_here_and_are_what_was_written() {
    for written in plain_lines() {
        let read = line(&encoded(&written));
        assert_eq!(read, Some((written, BEHIND.len())));
    }
}

#[test]
fn all_others_are_left_to_the_general_decoder() {
    let whole = plain();
    let full = samples::full_cart();
    let custom = CustomItem { name: "Wrapping".to_owned(), sku: String::new(), description: String::new() };
    let mut others = vec![
        Line { content: Content::Custom(custom), ..whole.clone() },
        Line { content: samples::bundle_line().content, ..whole.clone() },
    ];
    for one in &full.lines {
        let one = Line::clone(one);
        others.extend([
            Line { auto_added: one.auto_added, ..whole.clone() },
            Line { taxes: one.taxes, ..whole.clone() },
            Line { custom_inputs: one.custom_inputs, ..whole.clone() },
            Line { options: one.options, ..whole.clone() },
            Line { metadata: one.metadata, ..whole.clone() },
        ]);
    }
    let mut kinds = 0;
    for other in others.iter().filter(|other| **other != whole) {
        kinds += 1;
        assert_eq!(line(&encoded(other)), None, "{other:?}");
        assert_eq!(general(&encoded(other)).map(|(line, _)| line), Some(other.clone()));
    }
    assert!(5 < kinds, "the full cart has lines of each kind");
}

#[test]
fn what_is_read_here_of_any_bytes_the_general_decoder_reads_too() {
    let (mut same, mut left_to_the_other) = (0, 0);
    for written in plain_lines() {
        let whole = encoded(&written);
        for place in 0..whole.len() {
            assert_eq!(line(&whole[..place]).is_some(), whole.len() - BEHIND.len() <= place);
            let is = (0..=u8::MAX).map(|byte| vec![byte]);
            // A number in more bytes than it needs.
            let is_long = [2, 4, 8, 16].into_iter().zip(251..).map(|(length, first)| {
                let mut long = vec![first, whole[place]];
                long.resize(1 + length, 0);
                long
            });
            for is in is.chain(is_long) {
                let bytes = [&whole[..place], &is, &whole[place + 1..]].concat();
                match line(&bytes) {
                    Some(read) => {
                        same += 1;
                        assert_eq!(Some(read), general(&bytes), "{is:?} at {place}");
                    }
                    None => left_to_the_other += 1,
                }
            }
        }
    }
    assert!(10_000 < same && 10_000 < left_to_the_other);
}
