//! Submissions with an idempotency key.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};

use super::ordering::checkout;
use super::{AT, add, add_all, add_line, cart_id, engine, find, remove, samples, send, units, while_busy};
use crate::domain::access::Principal;
use crate::domain::command::changing::UpdateCart;
use crate::domain::command::import::Import;
use crate::domain::command::{Command, DeleteCart, OnAbsent, OnLastCart};
use crate::domain::id::CustomerId;
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::domain::time::Timestamp;
use crate::engine::keyed::{Answer, KEY_LIFE_MS, Keyed, Transcript, VERBATIM_BYTES_MAX, Viewed};
use crate::engine::{Engine, Submission};
use crate::error::Error;
use crate::options::{Options, Profile};

/// Under this key, with an answer that says how many units there are, or why not, and that there are none of this refusal.
pub(super) fn keyed(key: u8, asked: u8) -> Keyed {
    Keyed::new(IdempotencyKey([key; 32]), Fingerprint([asked; 32]), |result| Transcript {
        bytes: text(&result).into_bytes(),
        is_kept: true,
    })
}

fn text(result: &Result<Viewed, Error>) -> String {
    match result {
        Ok(viewed) => {
            let cart = viewed.cart.as_ref();
            let lines = cart.map_or(String::new(), |view| format!("{:?}", units(&view.cart)));
            let total = cart.map_or(0, |view| view.priced.total);
            format!("{lines} {total} {}", viewed.outcomes.len())
        }
        Err(error) => error.reason().to_string(),
    }
}

fn submission_at(at: Timestamp, commands: Vec<Command>) -> Submission {
    Submission { at, ..super::submission(commands) }
}

pub(super) fn ask(engine: &Engine, key: Keyed, commands: Vec<Command>) -> Result<Answer, Error> {
    engine.submit_keyed(super::submission(commands), key)
}

/// Asks without waiting.
fn send_keyed(engine: &Engine, key: Keyed, commands: Vec<Command>) -> Receiver<Result<Answer, Error>> {
    let (answer, answered) = channel();
    engine.submit_keyed_with(super::submission(commands), key, move |result| answer.send(result).unwrap());
    answered
}

#[track_caller]
fn check(answer: Result<Answer, Error>, text: &str, is_replay: bool) {
    let answer = answer.unwrap();
    assert_eq!((String::from_utf8(answer.bytes).unwrap().as_str(), answer.is_replay), (text, is_replay));
}

#[track_caller]
fn check_units(engine: &Engine, cart: &str, expected: u64) {
    assert_eq!(find(engine, cart).map_or(0, |view| view.cart.units()), expected);
}

const ONE_MUG: &str = r#"[("l1", 1)] 950 1"#;

#[test]
fn what_is_submitted_again_is_answered_as_before_and_not_done_again() {
    let engine = engine();
    check(ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]), ONE_MUG, false);
    super::submit(&engine, add("c", "l1", "mug")).unwrap();
    check(ask(&engine, keyed(1, 1), vec![add("c", "l2", "mug")]), ONE_MUG, true);
    check_units(&engine, "c", 2);
    check(ask(&engine, keyed(2, 1), vec![add("c", "l3", "mug")]), r#"[("l1", 3)] 2850 1"#, false);
    check_units(&engine, "c", 3);
}

#[test]
fn something_else_under_the_same_key_is_refused_and_changes_nothing() {
    let engine = engine();
    check(ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]), ONE_MUG, false);
    let error = ask(&engine, keyed(1, 2), vec![add("c", "l1", "mug")]).unwrap_err();
    assert!(matches!(error, Error::KeyReused), "{error}");
    check_units(&engine, "c", 1);
    check(ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]), ONE_MUG, true);
}

#[test]
fn a_key_is_remembered_for_24_hours_of_the_submissions_time() {
    let at = |ms: i64| Timestamp::from_millis(AT.as_millis() + ms);
    let engine = engine();
    let commands = || vec![Command::Import(Box::default())];
    let again =
        |ms: i64| engine.submit_keyed(submission_at(at(ms), commands()), keyed(1, 1)).unwrap().is_replay;
    assert!(!again(0));
    assert!(again(KEY_LIFE_MS));
    assert!(again(-KEY_LIFE_MS), "time that has gone back ends nothing");
    assert!(!again(KEY_LIFE_MS + 1));
    assert!(again(2 * KEY_LIFE_MS + 1), "it counts from the last time that it was done");
    assert!(!again(2 * KEY_LIFE_MS + 2));
    let other = engine.submit_keyed(submission_at(at(4 * KEY_LIFE_MS), commands()), keyed(1, 2)).unwrap();
    assert!(!other.is_replay, "past its time a key is free for anything");
}

#[test]
fn a_refusal_is_kept_where_it_says_so() {
    let engine = engine();
    let unknown = "there is no product new";
    let kept = |asked: u8| ask(&engine, keyed(asked, 1), vec![add("c", "l1", "new")]);
    let passing = || {
        let key = IdempotencyKey([9; 32]);
        let keyed = Keyed::new(key, Fingerprint([1; 32]), |result| Transcript {
            bytes: text(&result).into_bytes(),
            is_kept: false,
        });
        ask(&engine, keyed, vec![add("c", "l1", "new")])
    };
    check(kept(1), unknown, false);
    check(passing(), unknown, false);
    super::submit(&engine, super::import(vec![samples::product("new")])).unwrap();
    check(kept(1), unknown, true);
    check(passing(), ONE_MUG, false);
    check(passing(), ONE_MUG, true);
    check_units(&engine, "c", 1);
}

#[test]
fn a_refusal_of_several_commands_leaves_its_answer_and_nothing_else() {
    let engine = engine();
    let settings = Import { settings: Some(samples::settings()), ..Import::default() };
    let commands = || {
        vec![Command::Import(Box::new(settings.clone())), add("c", "l1", "mug"), add("c", "l2", "unknown")]
    };
    check(ask(&engine, keyed(1, 1), commands()), "there is no product unknown", false);
    assert!(find(&engine, "c").is_none());
    assert_eq!(engine.settings().store_id, "");
    check(ask(&engine, keyed(1, 1), commands()), "there is no product unknown", true);
    let several = || vec![add("c", "l1", "mug"), add("c", "l2", "cup")];
    let both = r#"[("l1", 1), ("l2", 1)] 1900 2"#;
    check(ask(&engine, keyed(2, 1), several()), both, false);
    check(ask(&engine, keyed(2, 1), several()), both, true);
    check_units(&engine, "c", 2);
}

#[test]
fn of_twins_that_come_at_once_the_second_gets_the_answer_of_the_first() {
    let engine = engine();
    let answers = while_busy(&engine, || {
        let asked = [
            send_keyed(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]),
            send_keyed(&engine, keyed(2, 1), vec![remove("c", "none")]),
            send_keyed(&engine, keyed(1, 1), vec![add("c", "l2", "mug")]),
            send_keyed(&engine, keyed(1, 2), vec![add("c", "l2", "mug")]),
            send_keyed(&engine, keyed(2, 1), vec![remove("c", "none")]),
        ];
        send(&engine, vec![add("c", "l1", "mug")]);
        asked
    });
    let [first, refused, second, other, refused_again] = answers.map(|answer| answer.recv().unwrap());
    check(first, ONE_MUG, false);
    check(refused, "the cart has no such line", false);
    check(second, ONE_MUG, true);
    assert!(matches!(other, Err(Error::KeyReused)));
    check(refused_again, "the cart has no such line", true);
    check_units(&engine, "c", 2);
}

#[test]
fn a_refusal_among_others_is_kept_though_nothing_is_changed() {
    let engine = engine();
    let refusals = || {
        let answers = while_busy(&engine, || {
            [1, 2].map(|key| send_keyed(&engine, keyed(key, 1), vec![remove("c", "none")]))
        });
        answers.map(|answer| answer.recv().unwrap().unwrap().is_replay)
    };
    assert_eq!(refusals(), [false, false]);
    assert_eq!(refusals(), [true, true]);
}

#[test]
fn an_answer_is_made_once() {
    let engine = engine();
    let made = Arc::new(AtomicU32::new(0));
    let counted = || {
        let made = Arc::clone(&made);
        Keyed::new(IdempotencyKey([1; 32]), Fingerprint([1; 32]), move |_| {
            made.fetch_add(1, Ordering::SeqCst);
            Transcript { bytes: vec![1], is_kept: true }
        })
    };
    for is_replay in [false, true, true] {
        let answer = ask(&engine, counted(), vec![add("c", "l1", "mug")]).unwrap();
        assert_eq!(answer, Answer { bytes: vec![1], is_replay });
    }
    assert_eq!(made.load(Ordering::SeqCst), 1);
}

#[test]
fn who_panics_when_making_an_answer_harms_nobody() {
    let engine = engine();
    let panics = || Keyed::new(IdempotencyKey([1; 32]), Fingerprint([1; 32]), |_| panic!("of its own doing"));
    for is_replay in [false, true] {
        let answer = ask(&engine, panics(), vec![add("c", "l1", "mug")]).unwrap();
        assert_eq!(answer, Answer { bytes: vec![], is_replay }, "what was done stays done");
    }
    check_units(&engine, "c", 1);
    check(ask(&engine, keyed(2, 1), vec![add("c", "l1", "mug")]), r#"[("l1", 2)] 1900 1"#, false);
}

/// With an answer of so many bytes that begins as [`keyed`] has it.
fn large(key: u8, bytes: usize) -> Keyed {
    Keyed::new(IdempotencyKey([key; 32]), Fingerprint([1; 32]), move |result| {
        let mut text = text(&result).into_bytes();
        text.resize(bytes, b' ');
        Transcript { bytes: text, is_kept: true }
    })
}

#[test]
fn a_large_answer_is_made_again_of_the_present_cart() {
    let engine = engine();
    let shown = |key: u8, bytes: usize, command: Command| {
        let answer = ask(&engine, large(key, bytes), vec![command]).unwrap();
        assert_eq!(answer.bytes.len(), bytes);
        (String::from_utf8(answer.bytes).unwrap().trim_end().to_owned(), answer.is_replay)
    };
    let (at, past) = (VERBATIM_BYTES_MAX, VERBATIM_BYTES_MAX + 1);
    let inputs = || add_all("c", vec![add_line("l1", "mug", Some(samples::inputs(5_000)))]);
    assert_eq!(shown(1, at, inputs()), (ONE_MUG.to_owned(), false));
    assert_eq!(shown(2, past, inputs()), (r#"[("l1", 2)] 1900 1"#.to_owned(), false));
    assert_eq!(shown(3, past, remove("c", "none")), ("the cart has no such line".to_owned(), false));
    super::submit(&engine, add("c", "l2", "cup")).unwrap();
    assert_eq!(shown(1, at, inputs()), (ONE_MUG.to_owned(), true));
    let present = r#"[("l1", 2), ("l2", 1)] 2850 1"#.to_owned();
    assert_eq!(shown(2, past, inputs()), (present, true));
    assert_eq!(shown(3, past, remove("c", "none")), ("the cart has no such line".to_owned(), true));
    check_units(&engine, "c", 3);
}

#[test]
fn a_large_answer_tells_nobody_of_a_cart_that_is_gone_or_another_persons() {
    let engine = engine();
    let ask = |command: Command| {
        let guest = Submission { principal: Principal::Guest, ..submission_at(AT, vec![command]) };
        let answer = engine.submit_keyed(guest, large(1, VERBATIM_BYTES_MAX + 1)).unwrap();
        (String::from_utf8(answer.bytes).unwrap().trim_end().to_owned(), answer.is_replay)
    };
    let again = || ask(add("c", "l1", "mug"));
    assert_eq!(again(), (ONE_MUG.to_owned(), false));
    assert_eq!(again(), (ONE_MUG.to_owned(), true));
    let gone = ("there is no cart c".to_owned(), true);
    let owned = UpdateCart {
        customer: Some(CustomerId::new("ada").ok()),
        ..UpdateCart::new(cart_id("c"), OnAbsent::Refuse)
    };
    super::submit(&engine, Command::UpdateCart(owned)).unwrap();
    assert_eq!(again(), gone);
    let delete = DeleteCart { cart: cart_id("c"), on_last: OnLastCart::Delete };
    super::submit(&engine, Command::DeleteCart(delete)).unwrap();
    assert_eq!(again(), gone);
    check_units(&engine, "c", 0);
}

#[test]
fn a_large_answer_about_an_order_does_without_its_cart() {
    let engine = engine();
    super::submit(&engine, add("c", "l1", "mug")).unwrap();
    let check_out = || {
        let asked = Keyed::new(IdempotencyKey([1; 32]), Fingerprint([1; 32]), |result| {
            let order = result.map(|viewed| viewed.order.map(|order| order.id.to_string()));
            let mut bytes = format!("{order:?}").into_bytes();
            bytes.resize(VERBATIM_BYTES_MAX + 1, b' ');
            Transcript { bytes, is_kept: true }
        });
        ask(&engine, asked, vec![checkout("c", "o1")]).unwrap()
    };
    let first = check_out();
    assert!(first.bytes.starts_with(br#"Ok(Some("o1"))"#));
    let delete = DeleteCart { cart: cart_id("c"), on_last: OnLastCart::Delete };
    super::submit(&engine, Command::DeleteCart(delete)).unwrap();
    assert_eq!(check_out(), Answer { is_replay: true, ..first });
}

#[test]
fn a_key_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let open = || Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    let engine = super::stocked(open());
    check(ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]), ONE_MUG, false);
    check(ask(&engine, keyed(2, 1), vec![add("c", "l1", "new")]), "there is no product new", false);
    engine.close().unwrap();
    let engine = open();
    check(ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]), ONE_MUG, true);
    check(ask(&engine, keyed(2, 1), vec![add("c", "l1", "new")]), "there is no product new", true);
    assert!(matches!(ask(&engine, keyed(1, 2), vec![remove("c", "l1")]), Err(Error::KeyReused)));
    check_units(&engine, "c", 1);
}

#[test]
fn what_is_refused_before_it_is_looked_at_is_not_kept() {
    let options = Options { queue_len_max: 1, ..Options::new(Profile::Memory) };
    let engine = super::stocked(Engine::in_memory(options).unwrap());
    let (waiting, refused) = while_busy(&engine, || {
        let waiting = send_keyed(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]);
        (waiting, send_keyed(&engine, keyed(2, 1), vec![add("c", "l1", "mug")]))
    });
    assert!(matches!(refused.recv().unwrap(), Err(Error::Overloaded)));
    check(waiting.recv().unwrap(), ONE_MUG, false);
    check(ask(&engine, keyed(2, 1), vec![add("c", "l1", "mug")]), r#"[("l1", 2)] 1900 1"#, false);
}

#[test]
fn an_engine_is_asked_by_several_threads_for_the_same() {
    let engine = engine();
    let answers = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let engine = &engine;
                scope.spawn(move || {
                    let asked =
                        (1..=20_u8).map(|key| ask(engine, keyed(key, 1), vec![add("c", "l1", "mug")]));
                    asked.filter(|answer| !answer.as_ref().unwrap().is_replay).count()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
    });
    assert_eq!(answers, 20);
    check_units(&engine, "c", 20);
}

#[test]
fn somebody_elses_carts_are_not_told_by_a_key_alone() {
    let engine = engine();
    let guest =
        Submission { principal: Principal::Guest, ..submission_at(AT, vec![add("user_1", "l1", "mug")]) };
    check(engine.submit_keyed(guest, keyed(1, 1)), "there is no cart user_1", false);
    assert!(find(&engine, "user_1").is_none());
}
