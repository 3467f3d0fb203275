mod storing;
mod trying;
mod searching;
mod beside;
mod batching;
mod importing;
mod faulty;
mod displacing;
mod failing;
mod filling;
mod recovering;
mod cutting;
mod clocking;
mod purging;
mod shipped;
mod owning;
mod ordering;
mod sending;
mod promoting;
mod giving;
mod breaking_off;
mod bundling;
mod parking;
mod keying;
mod leaving;
mod checking;
mod backing_up;
mod digesting;
mod archiving;
mod salvaging;
mod revoking;
mod sparing;
mod spoiling;
mod remembering;
mod gathering;
mod settling;
mod marking;

use std::sync::mpsc::{Receiver, channel};

use super::{Engine, Receipt, Submission};
use crate::domain::access::Principal;
use crate::domain::cart::{Cart, CustomInputs, Expiry};
use crate::domain::catalog::Product;
use crate::domain::command::import::Import;
use crate::domain::command::{
    AddLine, AddLines, Checks, Command, LineRef, NewCart, OnAbsent, ProductRef, RemoveLine, StockCheck,
    UpdateLine,
};
use crate::domain::id::{CartId, LineId, ProductId};
use crate::domain::quantity::Quantity;
use crate::error::Error;
use crate::options::{Options, Profile};
use crate::store::samples::{self, AT};
use crate::view::CartView;

const CHECKS: Checks = Checks { stock: StockCheck::Cart, on_sale: true, ..Checks::NONE };

fn cart_id(text: &str) -> CartId {
    CartId::new(text).unwrap()
}

fn line_id(text: &str) -> LineId {
    LineId::new(text).unwrap()
}

/// In memory, with a mug and a cup to sell.
fn engine() -> Engine {
    stocked(Engine::in_memory(Options::new(Profile::Memory)).unwrap())
}

fn stocked(engine: Engine) -> Engine {
    submit(&engine, import(vec![samples::product("mug"), samples::product("cup")])).unwrap();
    engine
}

fn import(products: Vec<Product>) -> Command {
    Command::Import(Box::new(Import { products, ..Import::default() }))
}

fn new_cart() -> NewCart {
    NewCart::new(Expiry::AfterUpdate { span_ms: 1_000 })
}

fn add_line(line: &str, product: &str, inputs: Option<CustomInputs>) -> AddLine {
    let product = ProductRef::Id(ProductId::new(product).unwrap());
    AddLine { checks: CHECKS, custom_inputs: inputs, ..AddLine::new(line_id(line), product, Quantity::ONE) }
}

fn add_all(cart: &str, lines: Vec<AddLine>) -> Command {
    Command::AddLines(AddLines::new(cart_id(cart), OnAbsent::Create(new_cart()), lines))
}

/// One unit more, in a line of this identifier where it is a new one.
fn add(cart: &str, line: &str, product: &str) -> Command {
    add_all(cart, vec![add_line(line, product, None)])
}

fn update(cart: &str, line: &str, inputs: Option<Option<CustomInputs>>) -> Command {
    let line = LineRef::Id(line_id(line));
    Command::UpdateLine(UpdateLine {
        quantity: Quantity::new(7),
        custom_inputs: inputs,
        checks: CHECKS,
        ..UpdateLine::new(cart_id(cart), line)
    })
}

fn remove(cart: &str, line: &str) -> Command {
    Command::RemoveLine(RemoveLine { cart: cart_id(cart), line: LineRef::Id(line_id(line)) })
}

fn submission(commands: Vec<Command>) -> Submission {
    Submission::new(AT, Principal::Server, commands)
}

fn submit(engine: &Engine, command: Command) -> Result<Receipt, Error> {
    engine.submit(submission(vec![command]))
}

fn find(engine: &Engine, cart: &str) -> Option<CartView> {
    engine.find_cart(&cart_id(cart), &Principal::Server, AT).unwrap()
}

/// The units of each line.
fn units(cart: &Cart) -> Vec<(&str, u32)> {
    cart.lines.iter().map(|line| (line.id.as_str(), line.quantity.units())).collect()
}

/// Submits without waiting.
fn send(engine: &Engine, commands: Vec<Command>) -> Receiver<Result<Receipt, Error>> {
    let (answer, answered) = channel();
    engine.submit_with(submission(commands), move |result| answer.send(result).unwrap());
    answered
}

/// Runs `during` while the writer is kept busy, so that what is submitted meanwhile waits for it.
fn while_busy<T>(engine: &Engine, during: impl FnOnce() -> T) -> T {
    let (reached, is_reached) = channel();
    let (go_on, may_go_on) = channel::<()>();
    engine.submit_with(submission(vec![remove("nowhere", "none")]), move |_| {
        reached.send(()).unwrap();
        may_go_on.recv().unwrap();
    });
    is_reached.recv().unwrap();
    let result = during();
    go_on.send(()).unwrap();
    result
}
