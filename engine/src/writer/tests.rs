use std::sync::mpsc::{Receiver, channel};

use super::batch::Changes;
use super::regather::Gathering;
use super::{BATCH_COMMANDS_MAX, Job, Message, Next, next};
use crate::domain::access::Principal;
use crate::domain::command::changing::{ChangeLines, LineChange};
use crate::domain::command::{Command, LineRef, OnRefusal, RemoveLine, UpdateLine};
use crate::domain::id::{CartId, LineId};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::engine::Submission;
use crate::engine::keyed::{Keyed, Transcript};
use crate::env::engine_time::Reckoning;
use crate::options::{Options, Profile, Regather};
use crate::store::Store;
use crate::store::samples::{self, AT};
use crate::store::standing::Standing;
use crate::store::tables::WriteTables;

fn small() -> Command {
    let line = LineRef::Id(LineId::new("l").unwrap());
    Command::RemoveLine(RemoveLine { cart: CartId::new("c").unwrap(), line })
}

/// With custom inputs of somewhat more than 1 MiB.
fn large() -> Command {
    let line = LineRef::Id(LineId::new("l").unwrap());
    Command::UpdateLine(UpdateLine {
        custom_inputs: Some(Some(samples::inputs(1024 * 1024))),
        ..UpdateLine::new(CartId::new("c").unwrap(), line)
    })
}

/// The same as one of several changes.
fn large_changes() -> Command {
    let Command::UpdateLine(update) = large() else { panic!("a line is updated") };
    let change = LineChange::Update {
        line: update.line,
        quantity: None,
        custom_inputs: update.custom_inputs,
        location: None,
        checks: update.checks,
    };
    Command::ChangeLines(ChangeLines {
        cart: update.cart,
        changes: vec![change],
        on_refusal: OnRefusal::RefuseAll,
    })
}

/// A queue in which these wait and after which nothing comes.
fn queue(submissions: Vec<Vec<Command>>) -> Receiver<Message> {
    let (queue, jobs) = channel();
    for commands in submissions {
        let submission = Submission::new(AT, Principal::Server, commands);
        queue.send(Message::Job(Job::new(submission, |_| {}))).unwrap();
    }
    jobs
}

/// How many of them are taken at a time.
#[track_caller]
fn check(submissions: Vec<Vec<Command>>, expected: &[usize]) {
    let jobs = queue(submissions);
    let (mut held, gathering) = (None, Gathering::new(Regather::Micros(u64::MAX)));
    let batches = std::iter::from_fn(|| match next(&jobs, &mut held, None, &gathering) {
        Next::Batch(batch) => Some(batch.len()),
        Next::Look | Next::Idle | Next::End => None,
    });
    assert_eq!(batches.collect::<Vec<_>>(), expected);
}

#[test]
fn a_batch_has_at_most_so_many_commands() {
    check(vec![vec![small()]; BATCH_COMMANDS_MAX], &[BATCH_COMMANDS_MAX]);
    check(vec![vec![small()]; BATCH_COMMANDS_MAX + 1], &[BATCH_COMMANDS_MAX, 1]);
}

#[test]
fn a_batch_takes_no_more_once_it_has_so_many_bytes() {
    check(vec![vec![large()]; 8], &[8]);
    check(vec![vec![large()]; 9], &[8, 1]);
    check(vec![vec![large_changes()]; 9], &[8, 1]);
}

#[test]
fn several_commands_and_imports_are_alone() {
    let import = || vec![Command::Import(Box::default())];
    let (one, two) = (|| vec![small()], || vec![small(), small()]);
    check(vec![one(), one(), two(), one(), import(), import(), one(), one()], &[2, 1, 1, 1, 1, 2]);
    check(vec![], &[]);
}

#[test]
fn without_an_idempotency_key_no_answers_are_looked_at() {
    let store = Store::in_memory(&Options::new(Profile::Memory)).unwrap();
    let standing = Standing::load(&store.read().unwrap()).unwrap();
    let transaction = store.begin_write().unwrap();
    let mut changes = Changes::new(WriteTables::new(&transaction, Reckoning::NONE), standing, true);
    let submission = Submission::new(AT, Principal::Server, vec![small()]);
    changes.submission(&submission).unwrap().unwrap_err();
    assert!(!changes.tables.answers.is_open() && !changes.tables.answer_order.is_open());
    let keyed = Keyed::new(IdempotencyKey([1; 32]), Fingerprint([1; 32]), |_| Transcript {
        bytes: vec![],
        is_kept: true,
    });
    changes.keyed(&submission, keyed).unwrap().unwrap();
    assert!(changes.tables.answers.is_open() && changes.tables.answer_order.is_open());
}
