//! A file that nobody serves, asked by itself.

use std::path::Path;

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::keeping::{DeleteParked, ParkCart, ResumeCart};
use trolley_engine::domain::command::{Command, DeleteCart, OnLastCart};
use trolley_engine::domain::id::{CartId, CustomerId, ParkedId};
use trolley_engine::domain::parked::Note;
use trolley_engine::env::{Clock as _, IdForm, Ids as _, SystemClock, SystemIds};
use trolley_engine::{Engine, Options, Page, Principal, Profile, Receipt, StoreError, Submission, Timestamp};

use super::CartsError;
use super::till::{Answer, Ask};
use crate::cli::{Failure, must_be_there};
use crate::dialects::till::PARKED_PREFIX;
use crate::dialects::till::problem::Refusal;
use crate::dialects::till::wire::{AllParkedBody, CartBody, CartsBody, ParkedBody};

/// Opens the file, which must be there.
pub(super) fn open(path: &Path) -> Result<Box<Engine>, Failure> {
    // It is not made where it is not there: nobody wants to look into a new one.
    must_be_there(path)?;
    match Engine::open(path, Options::new(Profile::Durable)) {
        Ok(engine) => Ok(Box::new(engine)),
        Err(StoreError::InUse { path }) => Err(Failure::FileServed(path)),
        Err(error) => Err(error.into()),
    }
}

/// The same answers as a server's.
pub(super) fn ask(engine: &Engine, ask: &Ask) -> Result<Answer, Failure> {
    let now = SystemClock.now();
    let asked = Asked { engine, now };
    match ask {
        Ask::ListCarts { customer, limit, offset } => {
            let page = Page { limit: *limit, offset: *offset };
            let customer = customer.as_ref().map(CustomerId::new).transpose();
            let customer =
                customer.map_err(|_| refused(&Refusal::invalid("the customer is not an identifier")))?;
            let listed = engine.carts(&Principal::Server, customer.as_ref(), now, page)?;
            json(&CartsBody::of(&listed, page))
        }
        Ask::ListParked { limit, offset } => {
            let page = Page { limit: *limit, offset: *offset };
            json(&AllParkedBody::of(&engine.parked(&Principal::Server, now, page)?, page))
        }
        Ask::ShowCart { cart } => asked.show_cart(cart),
        Ask::ShowParked { parked } => asked.show_parked(parked),
        Ask::Park { cart, note } => asked.park(cart, note),
        Ask::Resume { parked, into } => asked.resume(parked, into.as_deref()),
        Ask::DeleteCart { cart } => asked.delete_cart(cart),
        Ask::DeleteParked { parked } => {
            let delete = DeleteParked { parked: parked_id(parked)? };
            asked.submit(Command::DeleteParked(delete)).map(|_| None)
        }
    }
}

/// A file that is asked something at some time.
struct Asked<'a> {
    engine: &'a Engine,
    now: Timestamp,
}

impl Asked<'_> {
    fn submit(&self, command: Command) -> Result<Receipt, Failure> {
        let receipt = self.engine.submit(Submission::new(self.now, Principal::Server, vec![command]));
        receipt.map_err(|error| match error {
            trolley_engine::Error::Store(_) => Failure::Engine(error),
            error => refused(&Refusal::of_error(&error)),
        })
    }

    fn show_cart(&self, cart: &str) -> Result<Answer, Failure> {
        match self.engine.find_cart(&cart_id(cart)?, &Principal::Server, self.now)? {
            Some(view) => json(&CartBody::of(&view)),
            None => Err(refused(&Refusal::cart_not_found(cart))),
        }
    }

    fn show_parked(&self, parked: &str) -> Result<Answer, Failure> {
        match self.engine.find_parked(&parked_id(parked)?, &Principal::Server, self.now)? {
            Some(view) => json(&ParkedBody::of(&view)),
            None => Err(refused(&Refusal::parked_not_found(parked))),
        }
    }

    fn park(&self, cart: &str, note: &str) -> Result<Answer, Failure> {
        let id = SystemIds::new().next(IdForm::Prefixed(PARKED_PREFIX));
        let note = Note::new(note).ok_or_else(|| refused(&Refusal::note_too_long()))?;
        let park = ParkCart { cart: cart_id(cart)?, parked: parked_id(&id)?, note };
        let receipt = self.submit(Command::ParkCart(park))?;
        match receipt.outcomes.iter().find_map(Outcome::parked) {
            Some(parked) => json(&ParkedBody::of(&self.engine.view_parked(parked.clone(), self.now)?)),
            None => Ok(None),
        }
    }

    fn resume(&self, parked: &str, into: Option<&str>) -> Result<Answer, Failure> {
        let into = into.map(cart_id).transpose()?;
        let resume = ResumeCart { parked: parked_id(parked)?, into };
        match self.submit(Command::ResumeCart(resume))?.cart {
            Some(cart) => json(&CartBody::of(&self.engine.view(cart, self.now)?)),
            None => Ok(None),
        }
    }

    fn delete_cart(&self, cart: &str) -> Result<Answer, Failure> {
        let delete = DeleteCart { cart: cart_id(cart)?, on_last: OnLastCart::Delete };
        let receipt = self.submit(Command::DeleteCart(delete))?;
        match receipt.outcomes.first() {
            Some(Outcome::Deleted { was_there: false }) => Err(refused(&Refusal::cart_not_found(cart))),
            Some(_) | None => Ok(None),
        }
    }
}

fn json(body: &impl Serialize) -> Result<Answer, Failure> {
    let json: Json = serde_json::to_value(body).map_err(std::io::Error::from)?;
    Ok(Some(json))
}

fn cart_id(text: &str) -> Result<CartId, Failure> {
    CartId::new(text).map_err(|_| refused(&Refusal::cart_not_found(text)))
}

fn parked_id(text: &str) -> Result<ParkedId, Failure> {
    ParkedId::new(text).map_err(|_| refused(&Refusal::parked_not_found(text)))
}

fn refused(refusal: &Refusal) -> Failure {
    let Refusal { code, message, .. } = refusal;
    CartsError::Refused { code: (*code).to_owned(), message: message.to_string() }.into()
}
