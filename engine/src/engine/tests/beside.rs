//! Large custom inputs, which stand beside their cart's record.

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::{
    AT, add, add_all, add_line, cart_id, engine, find, remove, samples, submission, submit, units, update,
};
use crate::domain::cart::{Cart, CustomInputs, CustomInputsBody};
use crate::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use crate::domain::command::{Command, OnAbsent};
use crate::domain::value::Value;
use crate::engine::Engine;
use crate::env::engine_time::Reckoning;
use crate::error::Error;
use crate::store::tables::{Tables as _, WriteTables};

/// Enough for two pieces.
const LARGE: usize = 100_000;

/// How many pieces are stored, of all carts.
fn pieces(engine: &Engine) -> u64 {
    engine.store.read().unwrap().blobs().unwrap().len().unwrap()
}

/// One line with large custom inputs, one without.
fn engine_with_large() -> Engine {
    let engine = engine();
    let lines = vec![add_line("large", "mug", Some(samples::inputs(LARGE))), add_line("small", "cup", None)];
    submit(&engine, add_all("c", lines)).unwrap();
    assert_eq!(pieces(&engine), 2);
    engine
}

fn inputs_of(cart: &Cart) -> Vec<Option<&Value>> {
    cart.lines.iter().map(|line| line.custom_inputs.as_ref().and_then(CustomInputs::value)).collect()
}

#[test]
fn another_line_changes_without_reading_or_writing_them() {
    let engine = engine_with_large();
    // Spoilt, so that reading them would fail and writing them would mend them.
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.blobs.open().unwrap().insert((1, 1, 0), b"spoilt".as_slice()).unwrap();
    drop(tables);
    transaction.commit().unwrap();

    let cart = submit(&engine, add("c", "new", "cup")).unwrap().cart.unwrap();
    assert_eq!(units(&cart), [("large", 1), ("small", 2)]);
    assert_eq!(cart.lines[0].custom_inputs.as_ref().unwrap().body, CustomInputsBody::Stored);
    let tables = engine.store.read().unwrap();
    assert_eq!(tables.blobs().unwrap().get((1, 1, 0)).unwrap().unwrap().value(), b"spoilt");
    let error = engine.find_cart(&cart_id("c"), &super::Principal::Server, AT).unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    let error = engine.view(cart, AT).unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
}

#[test]
fn they_are_there_when_a_cart_is_looked_at() {
    let engine = engine_with_large();
    let cart = submit(&engine, update("c", "large", None)).unwrap().cart.unwrap();
    assert_eq!(cart.lines[0].custom_inputs.as_ref().unwrap().body, CustomInputsBody::Stored);
    let expected = samples::inputs(LARGE);
    for view in [engine.view(cart, AT).unwrap(), find(&engine, "c").unwrap()] {
        assert_eq!(units(&view.cart), [("large", 7), ("small", 1)]);
        assert_eq!(inputs_of(&view.cart), [expected.value(), None]);
    }
}

#[test]
fn they_go_with_what_they_belong_to() {
    let gone = [
        vec![remove("c", "large")],
        vec![update("c", "large", Some(None))],
        vec![update("c", "large", Some(Some(samples::inputs(9))))],
        vec![
            Command::MergeCarts(MergeCarts {
                target: cart_id("to"),
                on_absent: OnAbsent::Create(super::new_cart()),
                source: cart_id("c"),
                on_both: OnBoth::Combine,
                source_after: SourceAfter::Delete,
                on_no_source: OnNoSource::HasNoLines,
                metadata: MergedMetadata::TAKEN,
            }),
            remove("to", "large"),
        ],
    ];
    for commands in gone {
        let engine = engine_with_large();
        engine.submit(submission(commands)).unwrap();
        assert_eq!(pieces(&engine), 0);
    }
    let engine = engine_with_large();
    let mut later = submission(vec![add("c", "new", "mug")]);
    later.at = AT.saturating_add_millis(1_000);
    engine.submit(later).unwrap();
    assert_eq!(pieces(&engine), 0, "the cart had expired, and another took its place");
}

#[test]
fn they_are_replaced_piece_by_piece() {
    let engine = engine_with_large();
    let longer = samples::inputs(3 * LARGE);
    submit(&engine, update("c", "large", Some(Some(longer.clone())))).unwrap();
    assert_eq!(pieces(&engine), 5);
    assert_eq!(inputs_of(&find(&engine, "c").unwrap().cart), [longer.value(), None]);
    let shorter = samples::inputs(2_049);
    submit(&engine, update("c", "large", Some(Some(shorter.clone())))).unwrap();
    assert_eq!(pieces(&engine), 1);
    assert_eq!(inputs_of(&find(&engine, "c").unwrap().cart), [shorter.value(), None]);
}

#[test]
fn they_move_with_their_line() {
    let engine = engine_with_large();
    submit(&engine, add("to", "first", "cup")).unwrap();
    let merge = Command::MergeCarts(MergeCarts {
        target: cart_id("to"),
        on_absent: OnAbsent::Refuse,
        source: cart_id("c"),
        on_both: OnBoth::Combine,
        source_after: SourceAfter::Clear,
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    });
    let cart = submit(&engine, merge).unwrap().cart.unwrap();
    assert_eq!(units(&cart), [("first", 2), ("large", 1)]);
    assert_eq!(pieces(&engine), 2);
    let expected = samples::inputs(LARGE);
    assert_eq!(inputs_of(&engine.view(cart, AT).unwrap().cart), [None, expected.value()]);
    assert_eq!(inputs_of(&find(&engine, "to").unwrap().cart), [None, expected.value()]);
}

#[test]
fn a_receipt_whose_inputs_are_gone_is_shown_as_the_cart_is_now() {
    let engine = engine_with_large();
    let old = submit(&engine, update("c", "large", None)).unwrap().cart.unwrap();
    submit(&engine, add("c", "new", "cup")).unwrap();
    let view = engine.view(old.clone(), AT).unwrap();
    assert_eq!(units(&view.cart), [("large", 7), ("small", 1)], "they are still there");
    submit(&engine, remove("c", "large")).unwrap();
    let view = engine.view(old.clone(), AT).unwrap();
    assert_eq!(units(&view.cart), [("small", 2)]);

    let merge = Command::MergeCarts(MergeCarts {
        target: cart_id("to"),
        on_absent: OnAbsent::Create(super::new_cart()),
        source: cart_id("c"),
        on_both: OnBoth::Combine,
        source_after: SourceAfter::Delete,
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    });
    submit(&engine, merge).unwrap();
    let error = engine.view(old, AT).unwrap_err();
    assert!(matches!(error, Error::CartNotFound { .. }), "{error}");
}

#[test]
fn ones_that_were_left_where_they_are_stored_cannot_be_given() {
    let engine = engine_with_large();
    let cart = submit(&engine, add("c", "new", "cup")).unwrap().cart.unwrap();
    let stored = cart.lines[0].custom_inputs.clone();
    assert!(stored.as_ref().is_some_and(|inputs| inputs.value().is_none()));
    for command in
        [add_all("other", vec![add_line("l", "mug", stored.clone())]), update("c", "small", Some(stored))]
    {
        let error = submit(&engine, command).unwrap_err();
        assert!(matches!(error, Error::Store(_)), "{error}");
    }
    assert!(find(&engine, "other").is_none());
    submit(&engine, add("c", "new", "cup")).unwrap();
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("large", 1), ("small", 3)]);
}
