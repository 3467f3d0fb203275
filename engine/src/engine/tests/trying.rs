use super::{AT, add, add_all, add_line, cart_id, engine, find, submit, units, update};
use crate::domain::access::Principal;
use crate::domain::apply::Outcome;
use crate::domain::cart::CustomInputs;
use crate::domain::command::Command;
use crate::domain::value::Value;
use crate::engine::trying::Trial;
use crate::engine::{Engine, Submission};
use crate::error::Error;

fn try_out(engine: &Engine, command: &Command) -> Result<Trial, Error> {
    let submission = Submission::new(AT, Principal::Server, vec![]);
    engine.try_out(AT, &Principal::Server, command, &submission.line_ids)
}

#[test]
fn a_trial_shows_the_cart_as_it_would_be_and_changes_nothing() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let before = find(&engine, "c").unwrap();
    let trial = try_out(&engine, &add("c", "l2", "cup")).unwrap();
    let view = trial.cart.unwrap();
    assert_eq!(units(&view.cart), [("l1", 1), ("l2", 1)]);
    assert_eq!(view.priced.total, 2 * 950);
    assert!(matches!(trial.outcome, Outcome::Added { .. }));
    assert_eq!(find(&engine, "c").unwrap().cart, before.cart);
    let trial = try_out(&engine, &add("new", "l3", "cup")).unwrap();
    assert_eq!(units(&trial.cart.unwrap().cart), [("l3", 1)]);
    assert!(find(&engine, "new").is_none());
}

#[test]
fn a_trial_is_refused_as_the_change_would_be() {
    let engine = engine();
    let error = try_out(&engine, &update("c", "l1", None)).unwrap_err();
    assert!(matches!(error, Error::CartNotFound { cart } if cart == cart_id("c")));
}

#[test]
fn a_trial_shows_large_custom_inputs_too() {
    let engine = engine();
    let inputs = CustomInputs::new(Value::Text("x".repeat(100_000)));
    submit(&engine, add_all("c", vec![add_line("l1", "mug", inputs.clone())])).unwrap();
    let trial = try_out(&engine, &add("c", "l2", "cup")).unwrap();
    let view = trial.cart.unwrap();
    assert_eq!(view.cart.lines[0].custom_inputs, inputs);
    assert!(view.cart.lines[0].custom_inputs.as_ref().unwrap().value().is_some());
}
