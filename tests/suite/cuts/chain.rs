//! One store that is struck again and again, and looked at whenever it can be opened.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};

use redb::Builder;
use trolley_engine::engine::health::HealthState;
use trolley_engine::{Engine, Options, Profile, StoreError};
use trolley_harness::chance::Chance;
use trolley_harness::disk::{Blow, Disk};

use super::asking::{Keys, Said, Together, ask};
use super::deed::{Deed, NO_CART};
use super::intent::Intent;
use super::ledger::Ledger;
use super::plan::{Blows, Plan};
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
    is_closed: bool,
    is_limited: bool,
    tally: Tally,
}

impl Chain {
    /// A store that begins as this image, and a chain of chances that begins with the seed.
    pub(super) fn new(plan: Plan, image: Vec<u8>, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let disk = Disk::holding(image, chance.below(u64::MAX));
        let options = Options {
            cache_bytes: [64, 4_096][choose(&mut chance, 2)] * 1024,
            checked_bytes_max: if plan.has_marks { 0 } else { u64::MAX },
            idle_mark_ms: plan.has_marks.then_some(0),
            ..options(plan.profile)
        };
        Self {
            plan,
            disk,
            chance,
            twin: Twin::new(),
            log: VecDeque::new(),
            ahead: Ledger::default(),
            again: VecDeque::new(),
            intents: 0,
            options,
            is_closed: true,
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
        if is_struck && self.plan.blows == Blows::All && self.chance.below(25) == 0 {
            return self.compact();
        }
        let blow = self.plan.blow(self.is_limited, &mut self.chance).filter(|_| is_struck);
        // Most flushes that fail are to meet an engine that is at work.
        let is_late = matches!(blow, Some((_, Blow::FailedFlush))) && self.chance.below(4) != 0;
        if let Some((calls, blow)) = blow.filter(|_| !is_late) {
            self.disk.arm(calls, blow);
        }
        let opened =
            catch_unwind(AssertUnwindSafe(|| Engine::with_backend(self.disk.clone(), self.options.clone())));
        if let Some((calls, blow)) = blow.filter(|_| is_late && opened.is_ok()) {
            self.disk.arm(calls, blow);
        }
        let blow = blow.map(|(_, blow)| blow);
        match opened.map_err(|_| "opening panicked".to_owned())? {
            Ok(engine) => self.use_up(engine, blow)?,
            Err(_) if self.disk.has_blown() => {
                self.tally.struck(blow, !self.is_closed);
                self.is_closed = false;
                self.mistrust(blow);
            }
            Err(error) => return Err(format!("it cannot be opened: {}", chain(&error))),
        }
        self.disk.restart();
        Ok(())
    }

    /// Has the storage layer compact what is there, in many transactions that move pages about, and strikes it meanwhile.
    fn compact(&mut self) -> Result<(), String> {
        let (calls, blow) = Plan::blow_at_compacting(&mut self.chance);
        self.disk.arm(calls, blow);
        let compacted = Builder::new()
            .create_with_backend(self.disk.clone())
            .map_err(|error| error.to_string())
            .and_then(|mut store| store.compact().map_err(|error| error.to_string()));
        match compacted {
            _ if self.disk.has_blown() => {
                self.tally.struck(Some(blow), false);
                self.tally.compactions += 1;
            }
            Err(_) if self.is_limited => {}
            compacted => drop(compacted.map_err(|what| format!("it cannot be compacted: {what}"))?),
        }
        self.is_closed = false;
        self.disk.restart();
        Ok(())
    }

    /// Looks at what an engine has and asks it for more, as long as it works or heals by itself; then it is gone.
    fn use_up(&mut self, engine: Engine, mut blow: Option<Blow>) -> Result<(), String> {
        self.is_closed = false;
        let mut has_room = true;
        while self.look(&engine)? && has_room {
            let calls = self.disk.calls();
            let together = self.work(&engine)?;
            if together.is_none() {
                self.settle(&engine);
                if !self.plan.has_marks || !self.disk.has_blown() {
                    // What has healed is marked after the next change, which may not have come yet.
                    let is_first = engine.health().healings == 0;
                    let has_mark =
                        self.plan.has_marks && !self.is_limited && is_first && calls < self.disk.calls();
                    return self.end(engine, blow, has_mark);
                }
            }
            let is_full = self.is_limited || blow == Some(Blow::Failure(ErrorKind::StorageFull));
            // What is full stays so for a while, by a clock that nobody can set.
            has_room = !is_full;
            if self.disk.has_blown() {
                self.tally.struck(blow, false);
            }
            if self.plan.blows == Blows::NaiveFlushes {
                self.disk.leave();
            }
            if self.disk.is_down() {
                return Ok(());
            }
            // Where it was a mark that was struck, nobody holds the writer up.
            let is_held_up = together.is_some();
            blow = is_held_up.then(|| self.strike_healing()).flatten();
            drop(together);
            if !self.is_healed(&engine)? {
                self.tally.struck(blow, true);
                return Ok(());
            }
            if !is_held_up {
                blow = self.strike_healing();
            }
        }
        if self.disk.has_blown() {
            // A read has failed, which is mended like everything else.
            self.tally.struck(blow, false);
            self.is_healed(&engine)?;
        }
        self.settle(&engine);
        self.disk.pull_plug();
        self.tally.struck(Some(Blow::PowerCut), false);
        Ok(())
    }

    /// Waits until the writer has marked the store, where it does, or has healed or given up where that met something.
    fn settle(&self, engine: &Engine) {
        if self.plan.has_marks {
            drop(ask(engine, &self.nothing(), Keys::WithEffect));
            while engine.health().state == HealthState::Recovering {
                std::thread::yield_now();
            }
        }
    }

    /// Has the next blow come while the engine heals, or soon after. The writer is held up meanwhile.
    fn strike_healing(&mut self) -> Option<Blow> {
        self.disk.limit(u64::MAX);
        self.is_limited = false;
        let (calls, blow) = Plan::blow_at_healing(&mut self.chance);
        self.disk.arm(calls, blow);
        Some(blow)
    }

    /// Waits until the engine works again or has given up; which it may where it was struck once more.
    fn is_healed(&mut self, engine: &Engine) -> Result<bool, String> {
        // It stands behind whatever the writer was told already.
        drop(ask(engine, &self.nothing(), Keys::WithEffect));
        loop {
            match engine.health().state {
                HealthState::Ready | HealthState::Full => {
                    self.tally.healed += 1;
                    return Ok(true);
                }
                HealthState::Failed if self.disk.is_down() => return Ok(false),
                HealthState::Failed => return Err("it has not healed".to_owned()),
                HealthState::Recovering => std::thread::yield_now(),
            }
        }
    }

    fn nothing(&self) -> Intent {
        let deeds = vec![Deed::Delete { cart: NO_CART }];
        Intent { number: self.intents, made: 0, is_keyed: false, is_long: false, deeds }
    }

    /// Cuts the power, or closes the store.
    fn end(&mut self, engine: Engine, blow: Option<Blow>, has_mark: bool) -> Result<(), String> {
        if blow.is_some() && self.chance.below(2) == 0 {
            self.disk.pull_plug();
            self.tally.struck(Some(Blow::PowerCut), false);
            if has_mark {
                // It is not to write any more once the disk works again.
                drop(engine);
                self.disk.restart();
                self.check_mark()?;
            }
            return Ok(());
        }
        let closed = engine.close();
        if self.disk.has_blown() {
            self.tally.struck(blow, false);
        }
        match closed {
            Ok(()) => self.is_closed = true,
            Err(_) if self.disk.has_blown() || self.is_limited => self.mistrust(blow),
            Err(error) => return Err(format!("it cannot be closed: {}", chain(&error))),
        }
        Ok(())
    }

    /// Makes sure that what is there is opened without being looked through.
    fn check_mark(&mut self) -> Result<(), String> {
        let mut builder = Builder::new();
        builder.set_repair_callback(|session| session.abort());
        let opened = builder.create_with_backend(Disk::holding(self.disk.image(), 0));
        opened.map_err(|error| format!("it was marked, and is looked through: {error}"))?;
        self.tally.marked += 1;
        Ok(())
    }

    /// After a flush that has failed nobody but the engine that has met it can trust the disk, unless commits are in two
    /// phases.
    fn mistrust(&self, blow: Option<Blow>) {
        if blow == Some(Blow::FailedFlush)
            && self.plan.profile == Profile::Fast
            && self.plan.blows != Blows::NaiveFlushes
        {
            self.disk.pull_plug();
        }
    }

    /// Now and then there is no more room than is taken already, for a life or two.
    fn limit(&mut self, is_struck: bool) {
        // Marks are made while nobody waits, so that nobody could make room for one.
        let is_rare = self.plan.blows == Blows::All && is_struck && !self.plan.has_marks;
        self.is_limited = is_rare && self.chance.below(if self.is_limited { 2 } else { 20 }) == 0;
        self.disk.limit(if self.is_limited { self.disk.image().len() as u64 } else { u64::MAX });
    }

    /// Asks for this and that, until it has been asked enough, or the engine has failed: then its writer is held up until
    /// what is given back is dropped.
    fn work(&mut self, engine: &Engine) -> Result<Option<Together>, String> {
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
                return Ok(Some(together));
            }
        }
        Ok(None)
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
        if self.chance.below(8) == 0 {
            let report = engine.check(&mut |_| {}).map_err(|error| chain(&error));
            if !self.disk.has_blown() {
                let report = report?;
                if !report.is_sound() {
                    return Err(format!("the check finds fault with it: {:?}", report.faults));
                }
            }
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
