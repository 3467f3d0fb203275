//! One store that is struck again and again, and looked at whenever it can be opened.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};

use trolley_engine::{Engine, Options, Profile, StoreError};
use trolley_harness::chance::Chance;
use trolley_harness::disk::{Blow, Disk};

use super::asking::{Keys, Said, Together, ask};
use super::intent::Intent;
use super::ledger::Ledger;
use super::tally::Tally;
use super::twin::{Twin, options};
use super::wish::{choose, wish};
use crate::goods::NOW;

/// Blows to one store.
pub(super) const BLOWS: u64 = 15;
/// Most groups of intents between two of them.
const GROUPS_MAX: u64 = 10;
/// Most intents in a group.
const GROUP_MAX: u64 = 5;
/// About how many calls opening a store makes that was not closed.
const OPENING_CALLS: u64 = 9;
/// A blow comes after fewer calls than so many.
const CALLS_MAX: u64 = 80;

/// What is done to a store, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) profile: Profile,
    pub(super) blows: Blows,
    pub(super) keys: Keys,
    /// So many of a hundred flushes do nothing.
    pub(super) lies_percent: u64,
}

/// Which blows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blows {
    /// Mostly power cuts and kills.
    All,
    /// Power cuts alone.
    Cuts,
    /// Flushes that fail and forget, and power cuts.
    Flushes,
    /// None, and nothing is wrong with the disk.
    None,
}

/// A store on a disk that is struck.
pub(super) struct Chain {
    plan: Plan,
    disk: Disk,
    chance: Chance,
    twin: Twin,
    /// What was asked for since the twin's state, with the answers that came.
    log: VecDeque<(Intent, Option<Said>)>,
    /// What is there once all that was asked for is done.
    ahead: Ledger,
    /// What is asked for next.
    again: VecDeque<Intent>,
    intents: u64,
    options: Options,
    was_closed: bool,
    is_limited: bool,
    tally: Tally,
}

impl Chain {
    /// A store that begins as this image, and a chain of chances that begins with the seed.
    pub(super) fn new(plan: Plan, image: Vec<u8>, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let disk = Disk::holding(image, chance.below(u64::MAX));
        let cache_bytes = [64, 4_096][choose(&mut chance, 2)] * 1024;
        Self {
            plan,
            disk,
            chance,
            twin: Twin::new(),
            log: VecDeque::new(),
            ahead: Ledger::default(),
            again: VecDeque::new(),
            intents: 0,
            options: Options { cache_bytes, ..options(plan.profile) },
            was_closed: true,
            is_limited: false,
            tally: Tally::default(),
        }
    }

    /// Strikes it as often as is usual, and says what there was; or what was found wrong.
    pub(super) fn run(mut self) -> Result<Tally, String> {
        self.disk.lie(self.plan.lies_percent);
        for number in 0..BLOWS {
            self.live(true).map_err(|what| format!("after {number} blows: {what}"))?;
        }
        self.live(false).map_err(|what| format!("in the end: {what}"))?;
        self.tally.trace = self.disk.trace();
        Ok(self.tally)
    }

    /// Opens the store, looks at it, uses it until it is struck or for a while, and starts the disk again.
    fn live(&mut self, is_struck: bool) -> Result<(), String> {
        self.limit(is_struck);
        let blow = self.blow().filter(|_| is_struck);
        if let Some((calls, blow)) = blow {
            self.disk.arm(calls, blow);
        }
        let opened =
            catch_unwind(AssertUnwindSafe(|| Engine::with_backend(self.disk.clone(), self.options.clone())));
        let blow = blow.map(|(_, blow)| blow);
        match opened.map_err(|_| "opening panicked".to_owned())? {
            Ok(engine) => self.use_up(engine, blow)?,
            Err(error) if self.disk.has_blown() => {
                self.tally.struck(blow, !self.was_closed);
                drop(error);
                self.was_closed = false;
            }
            Err(error) => return Err(format!("it cannot be opened: {}", chain(&error))),
        }
        self.disk.restart();
        Ok(())
    }

    fn use_up(&mut self, engine: Engine, blow: Option<Blow>) -> Result<(), String> {
        if self.look(&engine)? {
            self.work(&engine)?;
        }
        if self.disk.has_blown() {
            self.tally.struck(blow, false);
        } else if blow.is_some() && self.chance.below(2) == 0 {
            self.disk.pull_plug();
            self.tally.struck(Some(Blow::PowerCut), false);
        } else {
            let was_struck_before = self.disk.has_blown();
            let closed = engine.close();
            return match closed {
                Ok(()) => {
                    self.was_closed = true;
                    if !was_struck_before && self.disk.has_blown() {
                        self.tally.struck(blow, false);
                    }
                    Ok(())
                }
                Err(_) if self.disk.has_blown() => {
                    self.was_closed = false;
                    self.tally.struck(blow, false);
                    Ok(())
                }
                Err(_) if self.is_limited => {
                    self.was_closed = false;
                    Ok(())
                }
                Err(error) => Err(format!("it cannot be closed: {}", chain(&error))),
            };
        }
        self.was_closed = false;
        drop(engine);
        Ok(())
    }

    /// What strikes next, and after how many calls.
    fn blow(&mut self) -> Option<(u64, Blow)> {
        let chance = &mut self.chance;
        let calls = if chance.below(2) == 0 { chance.below(OPENING_CALLS) } else { chance.below(CALLS_MAX) };
        let flushes = chance.below(6);
        Some(match self.plan.blows {
            Blows::None => return None,
            Blows::Cuts => (calls, Blow::PowerCut),
            Blows::Flushes if chance.below(2) == 0 => (flushes, Blow::FailedFlush),
            Blows::Flushes => (calls, Blow::PowerCut),
            Blows::All => match chance.below(100) {
                0..64 => (calls, Blow::PowerCut),
                64..90 => (calls, Blow::Kill),
                90..92 => (calls, Blow::Failure(ErrorKind::Other)),
                92..94 => (calls, Blow::Failure(ErrorKind::StorageFull)),
                94..96 => (calls, Blow::LastingFailure(ErrorKind::Other)),
                96..98 => (calls, Blow::FailedRead),
                _ if self.plan.profile == Profile::Durable => (flushes, Blow::FailedFlush),
                _ => (calls, Blow::PowerCut),
            },
        })
    }

    /// Now and then there is no more room than is taken already, for a life or two.
    fn limit(&mut self, is_struck: bool) {
        let is_rare = self.plan.blows == Blows::All && is_struck;
        self.is_limited = is_rare && self.chance.below(if self.is_limited { 2 } else { 20 }) == 0;
        self.disk.limit(if self.is_limited { self.disk.image().len() as u64 } else { u64::MAX });
    }

    /// Asks for this and that, until the engine answers no more or it has been asked enough.
    fn work(&mut self, engine: &Engine) -> Result<(), String> {
        let mut together = Together::default();
        for group in 0..self.chance.below(GROUPS_MAX) {
            // The first finds the writer idle, and nobody knows what it would take together.
            let is_single = group == 0 || self.plan.keys == Keys::AfterEffect || self.chance.below(2) == 0;
            let count = if is_single { 1 } else { 2 + self.chance.below(GROUP_MAX - 1) };
            let intents: Vec<Intent> = (0..count).map(|_| self.next_intent()).collect();
            let answers = match self.plan.keys {
                Keys::WithEffect => together.ask(engine, &intents),
                Keys::AfterEffect => vec![ask(engine, &intents[0], Keys::AfterEffect)],
            };
            let is_over = answers.iter().any(Option::is_none);
            let answered = answers.iter().take_while(|answer| answer.is_some()).count();
            if answers[answered..].iter().any(Option::is_some) {
                return Err("a later one was answered and an earlier one was not".to_owned());
            }
            self.tally.acknowledged += answered as u64;
            self.log.extend(intents.into_iter().zip(answers));
            if is_over {
                if !self.disk.has_blown() && !self.is_limited {
                    return Err("the engine failed, and the disk had not".to_owned());
                }
                break;
            }
        }
        Ok(())
    }

    fn next_intent(&mut self) -> Intent {
        self.intents += 1;
        let number = self.intents;
        let intent = match self.again.pop_front() {
            Some(again) => Intent { number, ..again },
            None => {
                let wish = wish(number, &self.ahead, &mut self.chance);
                // A row of a wrongly used key cannot be like one that is made again.
                Intent { is_long: wish.is_long && self.plan.keys == Keys::WithEffect, ..wish }
            }
        };
        self.ahead.apply(&intent);
        intent
    }

    /// Looks whether the store holds what the twin has, at some moment between what was acknowledged and what was asked
    /// for; and says whether it could be looked at: a read may be what fails.
    fn look(&mut self, engine: &Engine) -> Result<bool, String> {
        let found = match engine.digest() {
            Ok(found) => found,
            Err(_) if self.disk.has_blown() => return Ok(false),
            Err(error) => return Err(format!("it cannot be read: {}", chain(&error))),
        };
        let mut unanswered = Vec::new();
        let acknowledged = self.log.iter().take_while(|(_, said)| said.is_some()).count();
        for _ in 0..acknowledged {
            self.follow()?;
        }
        while self.twin.digest() != found {
            match self.follow()? {
                Some(intent) => unanswered.push(intent),
                None => {
                    let window = unanswered.len();
                    return Err(format!(
                        "what it holds is not what {acknowledged} acknowledged and up to {window} more have made"
                    ));
                }
            }
        }
        match self.twin.ledger.check(engine, NOW) {
            Err(_) if self.disk.has_blown() => {}
            checked => checked?,
        }
        self.tally.looks += 1;
        self.ahead = self.twin.ledger.clone();
        let lost = std::mem::take(&mut self.log).into_iter().map(|(intent, _)| intent);
        self.again.clear();
        if self.plan.keys == Keys::WithEffect {
            // Who got no answer asks again under the same key; who has none does so only where it came to nothing.
            self.again.extend(unanswered.into_iter().filter(|intent| intent.is_keyed));
            if self.chance.below(3) != 0 {
                self.again.extend(lost);
            }
        }
        self.tally.retries += self.again.len() as u64;
        Ok(true)
    }

    /// Lets the twin do the next of what was asked for.
    fn follow(&mut self) -> Result<Option<Intent>, String> {
        let Some((intent, said)) = self.log.pop_front() else { return Ok(None) };
        self.twin.follow(&intent, said.as_ref())?;
        Ok(Some(intent))
    }
}

/// An error and all its causes.
pub(super) fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
