//! The operations, each run between two marks and looked at afterwards.

use trolley_benches::Result;
use trolley_benches::commands::{NOW, add, create, remove, submission};
use trolley_benches::dialects::{Desk, QUESTIONS, Question};
use trolley_benches::pricing::{cart, five_promotions};
use trolley_benches::shop::{Offers, PRODUCTS, catalog};
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::pricing::price;
use trolley_engine::domain::promotion::Promotions;
use trolley_engine::records::{decode_cart, encode_cart};
use trolley_engine::{Command, Engine, Options, Principal, Profile, Receipt, Regather, Submission};

use crate::batch::count_batch;
use crate::callgrind::count;

/// By how many lines carts are measured.
const LINES: [usize; 3] = [1, 10, 100];
/// How many carts there are of each size, and submissions in a batch.
const CARTS: usize = 64;
/// How often what needs no batch is done.
const TIMES: usize = 16;
/// How often that is counted.
const ROUNDS: usize = 4;
/// By how many lines dialects are measured.
const SHOWN_LINES: usize = 10;

/// Does everything that is counted.
pub(crate) fn run() -> Result<()> {
    for lines in LINES {
        carts(lines)?;
    }
    for lines in LINES {
        for _ in 0..ROUNDS {
            records(lines)?;
            prices(lines)?;
        }
    }
    dialects()
}

/// What is done to carts: a unit more, a line out, a line in, each to 64 carts in one batch; a unit more alone; a look.
fn carts(lines: usize) -> Result<()> {
    // Nobody comes back, and how often the writer would look for them is not what is counted.
    let options = Options { regather: Regather::Never, ..Options::new(Profile::Memory) };
    let engine = Engine::in_memory(options)?;
    let catalog = catalog(PRODUCTS, Offers::None)?;
    engine.submit(submission(vec![Command::Import(Box::new(catalog))]))?;
    let carts: Vec<CartId> =
        (0..CARTS).map(|number| CartId::new(format!("guest_{number}"))).collect::<Result<_, _>>()?;
    for cart in &carts {
        engine.submit(submission(vec![create(cart, 0..lines)?]))?;
    }
    let batch = |name: &str, of: &dyn Fn(&CartId) -> Result<Command>| -> Result<Vec<Receipt>> {
        let submissions: Vec<Submission> =
            carts.iter().map(|cart| Ok(submission(vec![of(cart)?]))).collect::<Result<_>>()?;
        count_batch(&format!("{name}/{lines}"), &engine, submissions)
    };
    let last = lines - 1;
    check(&batch("increase", &|cart| Ok(add(cart, 0)?))?, lines, 2)?;
    check(&batch("remove", &|cart| Ok(remove(cart, last)?))?, last, 2)?;
    check(&batch("add_line", &|cart| Ok(add(cart, last)?))?, lines, if last == 0 { 1 } else { 2 })?;

    let alone: Vec<Submission> =
        carts[..TIMES].iter().map(|cart| Ok(submission(vec![add(cart, 0)?]))).collect::<Result<_>>()?;
    let receipts: Vec<_> = count(&format!("increase_alone/{lines}"), TIMES as u64, || {
        alone.into_iter().map(|alone| engine.submit(alone)).collect::<Result<_, _>>()
    })?;
    check(&receipts, lines, if last == 0 { 2 } else { 3 })?;

    let read = || -> Result<Vec<_>, _> {
        carts[..TIMES].iter().map(|cart| engine.find_cart(cart, &Principal::Server, NOW)).collect()
    };
    for _ in 0..ROUNDS {
        let views = count(&format!("read/{lines}"), TIMES as u64, read)?;
        let is_whole = views.iter().flatten().filter(|view| view.lines().len() == lines).count() == TIMES;
        holds(is_whole, "a cart was not read")?;
    }
    engine.close()?;
    Ok(())
}

fn check(receipts: &[Receipt], lines: usize, units: u32) -> Result<()> {
    let is_as_it_should = |receipt: &Receipt| {
        let cart = receipt.cart.as_ref();
        cart.is_some_and(|cart| {
            let first = cart.lines.first().is_none_or(|line| line.quantity.units() == units);
            cart.lines.len() == lines && first
        })
    };
    holds(!receipts.is_empty() && receipts.iter().all(is_as_it_should), "a cart is not as it should be")
}

fn records(lines: usize) -> Result<()> {
    let cart = cart(lines, true)?;
    let bytes = encode_cart(1, &cart)?;
    let encoded: Vec<_> = count(&format!("encode_record/{lines}"), TIMES as u64, || {
        (0..TIMES).map(|_| encode_cart(1, &cart)).collect::<Result<_, _>>()
    })?;
    holds(encoded.iter().all(|encoded| *encoded == bytes), "a record is written in two ways")?;
    let decoded: Vec<_> = count(&format!("decode_record/{lines}"), TIMES as u64, || {
        (0..TIMES).map(|_| decode_cart(1, &bytes)).collect::<Result<_, _>>()
    })?;
    holds(decoded.iter().all(|decoded| *decoded == cart), "a record is not what was written")
}

fn prices(lines: usize) -> Result<()> {
    for (name, promotions) in
        [("price", Promotions::default()), ("price_with_promotions_and_taxes", five_promotions()?)]
    {
        let cart = cart(lines, !promotions.is_empty())?;
        let priced: Vec<_> = count(&format!("{name}/{lines}"), TIMES as u64, || {
            (0..TIMES).map(|_| price(&cart, &promotions, NOW)).collect()
        });
        let is_priced = priced.iter().flatten().filter(|priced| 0 < priced.total).count() == TIMES;
        holds(is_priced, "a cart has no price")?;
    }
    Ok(())
}

fn dialects() -> Result<()> {
    for question in &QUESTIONS {
        let desk = Desk::new(question, SHOWN_LINES)?;
        for _ in 0..ROUNDS {
            ask(question, &desk)?;
        }
    }
    Ok(())
}

fn ask(question: &Question, desk: &Desk) -> Result<()> {
    let name = |what: &str| format!("{}/{what}_{}/{SHOWN_LINES}", question.dialect, question.asked);
    let plans: Vec<_> =
        count(&name("decode"), TIMES as u64, || (0..TIMES).map(|_| desk.decode()).collect::<Result<_>>())?;
    holds(plans.iter().all(|plan| desk.is_asked(plan)), "something else was asked")?;
    let answerable: Vec<_> = (0..TIMES).map(|_| desk.answerable()).collect::<Result<_>>()?;
    let answers: Vec<_> = count(&name("encode"), TIMES as u64, || {
        answerable.into_iter().map(|answerable| desk.encode(answerable)).collect()
    });
    holds(answers.iter().all(|answer| desk.is_expected(answer)), "something else was answered")
}

fn holds(holds: bool, otherwise: &str) -> Result<()> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
