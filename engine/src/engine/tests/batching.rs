use std::sync::mpsc::channel;

use super::{
    add, add_all, add_line, cart_id, engine, find, import, remove, samples, send, submit, units, while_busy,
};
use crate::domain::command::import::Import;
use crate::domain::command::{ClearCart, Command, OnAbsent};
use crate::engine::Engine;
use crate::error::Error;
use crate::options::{Options, Profile};

#[test]
fn a_refused_command_of_a_batch_leaves_no_trace() {
    let engine = engine();
    let refused = add_all("c2", vec![add_line("l2", "mug", None), add_line("l3", "unknown", None)]);
    let answers = while_busy(&engine, || {
        let commands = [
            add("c1", "l1", "mug"),
            refused,
            add("c1", "x", "unknown"),
            add("c1", "y", "mug"),
            remove("c1", "z"),
        ];
        commands.map(|command| send(&engine, vec![command]))
    });
    let answers = answers.map(|answer| answer.recv().unwrap());
    assert_eq!(answers.each_ref().map(Result::is_ok), [true, false, false, true, false]);
    assert_eq!(units(answers[3].as_ref().unwrap().cart.as_ref().unwrap()), [("l1", 2)]);
    assert_eq!(units(&find(&engine, "c1").unwrap().cart), [("l1", 2)]);
    assert!(find(&engine, "c2").is_none());
    assert_eq!(engine.cart_count().unwrap(), 1);
}

#[test]
fn a_refusal_undoes_all_commands_of_its_submission() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let settings = Import { settings: Some(samples::settings()), ..Import::default() };
    let commands = vec![
        Command::Import(Box::new(settings)),
        add("c", "l2", "cup"),
        add("d", "l3", "mug"),
        Command::ClearCart(ClearCart::new(cart_id("c"), OnAbsent::Refuse)),
        add("d", "l4", "unknown"),
    ];
    let error = send(&engine, commands.clone()).recv().unwrap().unwrap_err();
    assert!(matches!(error.reason(), Error::ProductNotFound { .. }), "{error}");
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
    assert!(find(&engine, "d").is_none());
    assert_eq!(engine.settings().store_id, "");

    let receipt = send(&engine, commands[..4].to_vec()).recv().unwrap().unwrap();
    assert_eq!(receipt.outcomes.len(), 4);
    assert!(receipt.cart.unwrap().lines.is_empty());
    assert_eq!(units(&find(&engine, "d").unwrap().cart), [("l3", 1)]);
    assert_eq!(engine.settings().store_id, "store");
}

#[test]
fn those_that_are_alone_keep_their_place_in_the_order() {
    let engine = engine();
    let answers = while_busy(&engine, || {
        [
            vec![add("c", "l1", "new")],
            vec![import(vec![samples::product("new")])],
            vec![add("c", "l1", "new")],
            vec![add("c", "l2", "new"), add("c", "l3", "mug")],
            vec![remove("c", "l1")],
        ]
        .map(|commands| send(&engine, commands))
    });
    let answers = answers.map(|answer| answer.recv().unwrap().is_ok());
    assert_eq!(answers, [false, true, true, true, true]);
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l3", 1)]);
}

#[test]
fn a_full_queue_refuses_at_once() {
    let options = Options { queue_len_max: 3, ..Options::new(Profile::Memory) };
    let engine = super::stocked(Engine::in_memory(options).unwrap());
    let (waiting, refused) = while_busy(&engine, || {
        let waiting = ["l1", "l2", "l3"].map(|line| send(&engine, vec![add("c", line, "mug")]));
        assert!(waiting.iter().all(|answer| answer.try_recv().is_err()));
        let refused = send(&engine, vec![add("c", "l4", "mug")]).try_recv().unwrap();
        (waiting, refused)
    });
    assert!(matches!(refused.unwrap_err(), Error::Overloaded));
    for answer in waiting {
        answer.recv().unwrap().unwrap();
    }
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 3)]);
}

#[test]
fn parallel_adds_end_in_their_sum() {
    let engine = engine();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let engine = &engine;
            scope.spawn(move || {
                for count in 0..50 {
                    submit(engine, add("c", &format!("{thread}-{count}"), "mug")).unwrap();
                    submit(engine, add(&format!("own-{thread}"), "l", "mug")).unwrap();
                }
            });
        }
    });
    let view = find(&engine, "c").unwrap();
    assert_eq!((view.cart.lines.len(), view.cart.units(), view.cart.revision), (1, 400, 400));
    assert_eq!(engine.cart_count().unwrap(), 9);
}

#[test]
fn what_waits_is_answered_before_an_engine_closes() {
    for is_closed in [true, false] {
        let engine = engine();
        let answers = while_busy(&engine, || {
            (0..20).map(|_| send(&engine, vec![add("c", "l1", "mug")])).collect::<Vec<_>>()
        });
        if is_closed {
            engine.close().unwrap();
        } else {
            drop(engine);
        }
        for answer in answers {
            answer.try_recv().unwrap().unwrap();
        }
    }
}

#[test]
fn one_who_panics_when_answered_harms_nobody_else() {
    let engine = engine();
    engine.submit_with(super::submission(vec![add("c", "l1", "mug")]), |_| panic!("of its own doing"));
    submit(&engine, add("c", "l2", "mug")).unwrap();
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 2)]);
}

#[test]
fn an_answer_may_be_the_last_to_hold_an_engine() {
    let engine = std::sync::Arc::new(engine());
    let (answer, answered) = channel();
    let (go_on, may_go_on) = channel::<()>();
    let held = std::sync::Arc::clone(&engine);
    engine.submit_with(super::submission(vec![add("c", "l1", "mug")]), move |result| {
        may_go_on.recv().unwrap();
        drop(held);
        answer.send(result.is_ok()).unwrap();
    });
    drop(engine);
    go_on.send(()).unwrap();
    assert!(answered.recv().unwrap());
}

#[test]
fn looks_do_not_wait_for_the_writer() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    while_busy(&engine, || {
        let answer = send(&engine, vec![add("c", "l2", "mug")]);
        assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
        assert!(answer.try_recv().is_err());
    });
}
