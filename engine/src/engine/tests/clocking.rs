//! Stores whose clock is wrong, is set, and stands still, while the engine runs and between its runs.

use std::sync::Arc;

use proptest::prelude::*;

use super::cutting::Volatile;
use super::owning::create;
use super::{add, cart_id, stocked};
use crate::domain::access::Principal;
use crate::domain::cart::{Cart, Expiry};
use crate::domain::command::{Command, NewCart, OnAbsent};
use crate::domain::time::{Timestamp, days_ms};
use crate::engine::{Engine, Submission};
use crate::env::engine_time::{JUMP_MS, KEPT_EACH_MS, RELEASED_AT, STOPPED_MS_MAX};
use crate::env::{Clock as _, FixedClock};
use crate::options::{Options, Profile};

const MINUTE_MS: i64 = 60 * 1_000;
const SPAN_MS: i64 = days_ms(3);

#[derive(Debug, Clone)]
enum Event {
    Pass(i64),
    Stick(i64),
    Set(Timestamp),
    Correct(i64),
    Touch,
    Restart { off_ms: i64, is_killed: bool },
    LosePower { back_at: Timestamp },
}

fn later(moment: Timestamp, by_ms: i64) -> Timestamp {
    moment.saturating_add_millis(by_ms)
}

fn some_event() -> impl Strategy<Value = Event> {
    let fifty_years_ms = days_ms(50 * 365);
    let some_moment = || {
        prop_oneof![
            Just(Timestamp::from_millis(0)),
            Just(later(RELEASED_AT, fifty_years_ms)),
            Just(later(RELEASED_AT, -fifty_years_ms)),
            (0..days_ms(400)).prop_map(|ms| later(RELEASED_AT, ms)),
        ]
    };
    prop_oneof![
        3 => (1..days_ms(1)).prop_map(Event::Pass),
        1 => (1..days_ms(1)).prop_map(Event::Stick),
        2 => some_moment().prop_map(Event::Set),
        1 => (-MINUTE_MS..MINUTE_MS).prop_map(Event::Correct),
        3 => Just(Event::Touch),
        1 => (0..days_ms(2), any::<bool>())
            .prop_map(|(off_ms, is_killed)| Event::Restart { off_ms, is_killed }),
        1 => some_moment().prop_map(|back_at| Event::LosePower { back_at }),
    ]
}

/// A machine with an engine on a storage that outlives it.
struct Machine {
    storage: Volatile,
    clock: Arc<FixedClock>,
    engine: Option<Engine>,
    /// How much of a cart's life has passed since it was last changed: at most, and at least.
    most_ms: i64,
    least_ms: i64,
    last: Option<Cart>,
}

impl Machine {
    fn new() -> Self {
        let (storage, clock) =
            (Volatile::default(), Arc::new(FixedClock::new(later(RELEASED_AT, days_ms(90)))));
        let engine = stocked(open(&storage, &clock));
        Self { storage, clock, engine: Some(engine), most_ms: 0, least_ms: 0, last: None }
    }

    fn submit(&self, command: Command) -> Cart {
        let submission = Submission::new(self.clock.now(), Principal::Server, vec![command]);
        self.engine.as_ref().unwrap().submit(submission).unwrap().cart.map(Arc::unwrap_or_clone).unwrap()
    }

    fn find(&self, cart: &str) -> Option<Cart> {
        let engine = self.engine.as_ref().unwrap();
        let found = engine.find_cart(&cart_id(cart), &Principal::Server, self.clock.now()).unwrap();
        found.map(|view| view.cart)
    }

    fn create(&self, cart: &str, expiry: Expiry) {
        self.submit(create(cart, None, expiry));
    }

    fn pass(&mut self, ms: i64) {
        (self.most_ms, self.least_ms) = (self.most_ms + ms, self.least_ms + ms);
    }

    fn restart(&mut self, at: Timestamp, is_killed: bool) {
        let before = self.clock.now();
        let engine = self.engine.take().unwrap();
        if is_killed {
            drop(engine)
        } else {
            engine.close().unwrap()
        }
        let stopped_ms = at.as_millis() - before.as_millis();
        // A kill may have been up to so long after engine time was stored, by a clock that was right then.
        self.most_ms += stopped_ms.clamp(0, STOPPED_MS_MAX) + JUMP_MS + KEPT_EACH_MS;
        self.least_ms -= JUMP_MS + KEPT_EACH_MS;
        self.clock = Arc::new(FixedClock::new(at));
        self.engine = Some(open(&self.storage, &self.clock));
        self.storage.take_flushed();
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Pass(ms) => {
                self.clock.set(later(self.clock.now(), ms));
                self.pass(ms);
            }
            Event::Stick(ms) => {
                self.clock.stick(ms);
                self.pass(ms);
            }
            Event::Set(moment) => self.clock.jump(moment),
            Event::Correct(ms) => self.clock.jump(later(self.clock.now(), ms)),
            Event::Touch => self.touch(),
            Event::Restart { off_ms, is_killed } => self.restart(later(self.clock.now(), off_ms), is_killed),
            Event::LosePower { back_at } => self.restart(back_at, true),
        }
    }

    /// Puts something into the cart, which is a new one where it has ended.
    fn touch(&mut self) {
        let mut command = add("c", "l", "mug");
        if let Command::AddLines(add) = &mut command {
            let expiry = Expiry::AfterUpdate { span_ms: SPAN_MS };
            add.on_absent = OnAbsent::Create(NewCart::new(expiry));
        }
        let cart = self.submit(command);
        if let Some(last) = self.last.as_ref().filter(|last| last.revision < cart.revision) {
            assert!(last.updated_at <= cart.updated_at && last.created_at == cart.created_at);
        }
        (self.most_ms, self.least_ms, self.last) = (0, 0, Some(cart));
    }
}

fn open(storage: &Volatile, clock: &Arc<FixedClock>) -> Engine {
    let options = Options { clock: clock.clone(), ..Options::new(Profile::Fast) };
    Engine::with_backend(storage.clone(), options).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A cart that is changed lives for its span after that, in time that has passed, whatever the clock has shown.
    #[test]
    fn no_cart_ends_before_its_time_or_lives_for_ever(events in prop::collection::vec(some_event(), 1..30)) {
        let mut machine = Machine::new();
        machine.touch();
        for (number, event) in events.into_iter().enumerate() {
            machine.happen(event.clone());
            let found = machine.find("c");
            if machine.most_ms + JUMP_MS < SPAN_MS {
                prop_assert!(found.is_some(), "it ended early after {:?}: {}", event, machine.most_ms);
            }
            if SPAN_MS <= machine.least_ms - JUMP_MS {
                prop_assert!(found.is_none(), "it lives on after {:?}: {}", event, machine.least_ms);
            }
            // Something is stored, as it is in a shop.
            machine.create(&format!("busy-{number}"), Expiry::Never);
            if let Some(cart) = machine.find("c") {
                prop_assert_eq!(cart.updated_at, machine.last.as_ref().unwrap().updated_at);
            }
        }
    }
}

/// A cart that ends at a moment ends as long after it was made when the clock is set, also by an engine started anew.
#[test]
fn a_fixed_end_moves_with_the_clock() {
    let mut machine = Machine::new();
    let made_at = machine.clock.now();
    machine.create("c", Expiry::At(later(made_at, SPAN_MS)));
    let epoch = Timestamp::from_millis(0);
    machine.clock.jump(epoch);
    assert_eq!(machine.find("c").unwrap().expires_at(), Some(later(epoch, SPAN_MS)));
    machine.restart(epoch, false);
    assert_eq!(machine.find("c").unwrap().expires_at(), Some(later(epoch, SPAN_MS)));
    machine.clock.jump(made_at);
    assert_eq!(machine.find("c").unwrap().expires_at(), Some(later(made_at, SPAN_MS)));
    machine.clock.set(later(made_at, SPAN_MS - 1));
    assert!(machine.find("c").is_some());
    machine.clock.set(later(made_at, SPAN_MS));
    assert!(machine.find("c").is_none());
}

/// A request that came before the clock was set and is done afterwards neither ends a cart nor makes one that has ended.
#[test]
fn what_was_asked_before_the_clock_was_set_is_done_as_of_now() {
    let machine = Machine::new();
    let asked_at = machine.clock.now();
    machine.create("c", Expiry::AfterUpdate { span_ms: SPAN_MS });
    for to in [later(asked_at, days_ms(50 * 365)), Timestamp::from_millis(0)] {
        machine.clock.jump(to);
        let engine = machine.engine.as_ref().unwrap();
        let submit = |command| {
            let submission = Submission::new(asked_at, Principal::Server, vec![command]);
            engine.submit(submission).unwrap().cart.map(Arc::unwrap_or_clone).unwrap()
        };
        assert!(engine.find_cart(&cart_id("c"), &Principal::Server, asked_at).unwrap().is_some());
        assert_eq!(submit(add("c", "l", "mug")).created_at, asked_at, "it is the one that was there");
        let name = format!("at-{}", to.as_millis());
        let made = submit(create(&name, None, Expiry::At(later(asked_at, SPAN_MS))));
        assert_eq!((made.created_at, made.expires_at()), (to, Some(later(to, SPAN_MS))));
        assert!(machine.find(&name).is_some());
    }
}
