//! One cart through four APIs: random commands through random APIs, and after each what all four show of the cart, down
//! to the last minor unit, held against plain lists. What is refused leaves all four as they were, byte for byte, and what
//! is asked for twice with one idempotency key is done once.
//!
//! `TROLLEY_TEST_STORIES=1000` plays so many stories of at most `TROLLEY_TEST_STEPS` steps, `TROLLEY_TEST_SEED` the same
//! ones again. What fails is told with its seed, in as few steps as will do.

mod asking;
mod expected;
mod ledger;
mod shelf;
mod story;
mod views;

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher as _, RandomState};

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use trolley_engine::Timestamp;
use trolley_harness::client::{Answer, Connection, Request};
use trolley_harness::local::LocalServer;

use crate::shop::elastic_path_token;
use asking::{CUSTOMER, Callers, Named};
use expected::Priced;
use ledger::Ledger;
use shelf::CURRENCIES;
use story::{Step, story};
use views::{Fault, View};

const STORIES: u64 = 20;
const STEPS: u64 = 30;
/// The clock moves by so much from step to step.
const STEP_MS: i64 = 1_000;

#[test]
fn any_story_of_a_customers_cart_looks_the_same_through_all_four_apis() {
    tell_many(|_| Named::Customer);
}

#[test]
fn any_story_of_a_guests_cart_looks_the_same_through_all_four_apis() {
    tell_many(|number| Named::Guest(format!("00000000-0000-4000-8000-{number:012}")));
}

fn tell_many(named: impl Fn(u64) -> Named) {
    let server = LocalServer::demo();
    let seed = number("TROLLEY_TEST_SEED", RandomState::new().hash_one(()));
    let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
    let cases = u32::try_from(number("TROLLEY_TEST_STORIES", STORIES)).expect("a number of stories");
    let steps_max = usize::try_from(number("TROLLEY_TEST_STEPS", STEPS)).expect("a number of steps");
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let table = RefCell::new(Table::new(&server));
    let stories = Cell::new(0);
    let told = runner.run(&story(steps_max), |steps| {
        stories.set(stories.get() + 1);
        let mut table = table.borrow_mut();
        table.tell(stories.get(), named(stories.get()), &steps).map_err(TestCaseError::fail)
    });
    if let Err(error) = told {
        panic!("TROLLEY_TEST_SEED={seed}: {error}");
    }
}

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("the variable is a number"))
}

/// A server with a clock that is moved by hand, and somebody who asks it.
struct Table<'a> {
    server: &'a LocalServer,
    connection: Connection,
    now: i64,
}

/// What all four say of the cart.
type Looks = [Answer; 4];

impl<'a> Table<'a> {
    fn new(server: &'a LocalServer) -> Self {
        let connection = Connection::open(server.address()).unwrap();
        Self { server, connection, now: server.now().as_millis() }
    }

    /// Plays a story, step by step.
    fn tell(&mut self, story: u64, cart: Named, steps: &[(Step, bool)]) -> Result<(), Fault> {
        let customer = matches!(cart, Named::Customer).then_some(CUSTOMER);
        let callers = Callers { story, cart, elastic_path: elastic_path_token(self.server.address()) };
        let mut ledger = Ledger::none(customer);
        if customer.is_some() {
            // Of the last story. A guest's cart is not there yet.
            for step in [Step::StoreKitAdd { good: 0, units: 1 }, Step::SdsClear] {
                self.ask(&callers.ask(&step, &ledger));
            }
            ledger.exists = true;
        }
        let mut before = self.look(&callers);
        for (number, (step, is_twice)) in steps.iter().enumerate() {
            self.now += STEP_MS;
            self.server.set_time(Timestamp::from_millis(self.now));
            let key = is_twice.then(|| format!("story-{story}-{number}"));
            let told = self.tell_one(&callers, (step, key), &mut ledger, &before);
            before = told.map_err(|fault| format!("step {number}, {step:?}: {fault}"))?;
        }
        Ok(())
    }

    fn tell_one(
        &mut self,
        callers: &Callers,
        (step, key): (&Step, Option<String>),
        ledger: &mut Ledger,
        before: &Looks,
    ) -> Result<Looks, Fault> {
        let answer = self.ask_with(callers.ask(step, ledger), key)?;
        let looks = self.look(callers);
        let is_done = (200..300).contains(&answer.status);
        let said = || format!("{} {}", answer.status, answer.text());
        match ledger.after(step) {
            None if is_done => return Err(format!("it is done, and should not be: {}", said())),
            None => {
                still(&looks, before).map_err(|fault| format!("it is refused, {}, and {fault}", said()))?
            }
            Some(_) if !is_done => return Err(format!("it is refused, and should not be: {}", said())),
            Some(after) => {
                if matches!(step, Step::OtherAdd { .. } | Step::StateSetEnter { try_only: true, .. }) {
                    still(&looks, before)?;
                }
                *ledger = after;
            }
        }
        check(ledger, &looks)?;
        if is_done {
            check_answer(step, &answer, &looks)?;
        }
        Ok(looks)
    }

    /// Asks; with an idempotency key twice, which is the same as once.
    fn ask_with(&mut self, request: Request, key: Option<String>) -> Result<Answer, Fault> {
        let Some(key) = key else { return Ok(self.ask(&request)) };
        let request = request.header("Idempotency-Key", &key);
        let (answer, again) = (self.ask(&request), self.ask(&request));
        let is_done = (200..300).contains(&answer.status);
        // What is refused is looked at again, and says when.
        if answer.status == again.status && (!is_done || answer.body == again.body) {
            return Ok(answer);
        }
        Err(format!("{} {}, and again {} {}", answer.status, answer.text(), again.status, again.text()))
    }

    fn look(&mut self, callers: &Callers) -> Looks {
        callers.looks().map(|look| self.ask(&look))
    }

    fn ask(&mut self, request: &Request) -> Answer {
        self.connection.exchange(request).unwrap()
    }
}

/// That the looks show the same, byte for byte; of a cart that is not there StateSet and Elastic Path say the time.
fn still(looks: &Looks, before: &Looks) -> Result<(), Fault> {
    let exists = before[1].status != 404;
    let is_same =
        |(one, other): &(&Answer, &Answer)| one.status == other.status && (!exists || one.body == other.body);
    match before.iter().zip(looks).find(|pair| !is_same(pair)) {
        Some((before, now)) => {
            Err(format!("there was\n{}\nand then there is\n{}", before.text(), now.text()))
        }
        None => Ok(()),
    }
}

/// Holds what the four show against what there should be, and notes how the server calls new lines.
fn check(ledger: &mut Ledger, [storekit, stateset, sds_shop, elastic_path]: &Looks) -> Result<(), Fault> {
    let places = if CURRENCIES[ledger.currency] == "JPY" { 0 } else { 2 };
    let elastic_path = views::elastic_path(elastic_path).map_err(|fault| format!("Elastic Path: {fault}"))?;
    let stateset = views::stateset(stateset).map_err(|fault| format!("StateSet: {fault}"))?;
    ledger.name_new(&views::line_ids(&elastic_path))?;
    let priced =
        Priced::new(ledger, &views::shares(&stateset)).map_err(|fault| format!("StateSet: {fault}"))?;
    compare("Elastic Path", &elastic_path, &priced.elastic_path())?;
    compare("StateSet", &stateset, &priced.stateset())?;
    let sds_shop = views::sds_shop(sds_shop, places).map_err(|fault| format!("SDS shop: {fault}"))?;
    compare("SDS shop", &sds_shop, &priced.sds_shop())?;
    let storekit = views::storekit(storekit, places).map_err(|fault| format!("StoreKit: {fault}"))?;
    compare("StoreKit", &storekit, &priced.storekit())
}

fn compare(api: &str, seen: &View, expected: &View) -> Result<(), Fault> {
    if seen == expected {
        Ok(())
    } else {
        Err(format!("{api} shows\n{seen:?}\nand should show\n{expected:?}"))
    }
}

/// What answers a change with the cart shows it as whoever looks afterwards sees it.
fn check_answer(step: &Step, answer: &Answer, [_, _, sds_shop, elastic_path]: &Looks) -> Result<(), Fault> {
    let parts = match step {
        Step::SdsAdd { .. } | Step::SdsSet { .. } | Step::SdsRemove { .. } | Step::SdsClear => {
            vec![(answer.json()["data"]["cart_data"].clone(), sds_shop.json()["data"]["cart_data"].clone())]
        }
        Step::ElasticAdd { .. }
        | Step::ElasticAddAll { .. }
        | Step::ElasticSet { .. }
        | Step::ElasticSetAll { .. }
        | Step::ElasticCopy { .. }
        | Step::ElasticRemove { .. } => {
            let (said, seen) = (answer.json(), elastic_path.json());
            let prices = |body: &serde_json::Value| body["meta"]["display_price"].clone();
            vec![(said["data"].clone(), seen["data"].clone()), (prices(&said), prices(&seen))]
        }
        Step::StoreKitAdd { .. }
        | Step::StoreKitRemove { .. }
        | Step::StoreKitMerge
        | Step::StateSetAdd { .. }
        | Step::StateSetSet { .. }
        | Step::StateSetRemove { .. }
        | Step::StateSetClear { .. }
        | Step::StateSetEnter { .. }
        | Step::StateSetLeave { .. }
        | Step::StateSetMerge { .. }
        | Step::OtherAdd { .. }
        | Step::ElasticClear
        | Step::ElasticDelete
        | Step::ElasticLeave
        | Step::ElasticTax { .. }
        | Step::ElasticUntax
        | Step::Refused { .. } => vec![],
    };
    match parts.iter().find(|(said, seen)| said != seen) {
        Some((said, seen)) => Err(format!("the answer shows\n{said}\nand then there is\n{seen}")),
        None => Ok(()),
    }
}
