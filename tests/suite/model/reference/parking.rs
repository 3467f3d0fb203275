//! Setting carts aside, and taking them up again.

use trolley_engine::domain::command::keeping::{DeleteParked, ParkCart, ResumeCart};
use trolley_engine::domain::id::ParkedId;

use super::{Cart, Reference, SeenLine, Word, name_copies, number, seen_line};

/// What is set aside of a cart.
#[derive(Debug, Clone)]
pub(super) struct Parked {
    id: ParkedId,
    origin: usize,
    cart: Cart,
}

impl Reference {
    /// What is set aside, the last first: under which identifier, and its lines.
    pub(in super::super) fn parked(&self) -> Vec<(String, Vec<SeenLine>)> {
        let seen =
            |parked: &Parked| (parked.id.to_string(), parked.cart.lines.iter().map(seen_line).collect());
        self.parked.iter().rev().map(seen).collect()
    }

    /// The identifier of what is set aside in this place, counted round; of nothing where there is none.
    pub(in super::super) fn parked_id(&self, place: usize) -> ParkedId {
        match self.parked.len() {
            0 => ParkedId::new("park-nowhere").unwrap(),
            len => self.parked[place % len].id.clone(),
        }
    }

    /// Gives the copies that are set aside, the last first, the identifiers that the engine has made for them.
    pub(in super::super) fn name_parked_copies(&mut self, seen: &[(String, Vec<SeenLine>)]) {
        for (parked, (_, lines)) in self.parked.iter_mut().rev().zip(seen) {
            let ids: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
            name_copies(parked.cart.lines.iter_mut(), &ids);
        }
    }

    pub(super) fn park(&mut self, command: &ParkCart) -> Word {
        let origin = number(command.cart.as_str());
        let cart = self.live(origin).ok_or("no cart")?.clone();
        if cart.lines.is_empty() {
            return Err("empty".to_owned());
        }
        self.put(origin, Cart { lines: vec![], codes: vec![], ..cart.clone() });
        self.parked.push(Parked { id: command.parked.clone(), origin, cart });
        Ok("parked".to_owned())
    }

    pub(super) fn resume(&mut self, command: &ResumeCart) -> Word {
        let place = self.place_of_parked(&command.parked)?;
        let Parked { origin, cart: sale, .. } = self.parked[place].clone();
        let target = command.into.as_ref().map_or(origin, |into| number(into.as_str()));
        let cart = match self.live(target) {
            Some(cart) => cart.clone(),
            None if target == origin => Cart { lines: vec![], codes: vec![], ..sale.clone() },
            None => self.new_cart(),
        };
        if !cart.lines.is_empty() || !cart.codes.is_empty() {
            return Err("not empty".to_owned());
        }
        self.parked.remove(place);
        let updated_at = cart.updated_at.max(sale.updated_at);
        let Cart { lines, codes, currency, .. } = sale;
        self.put(target, Cart { lines, codes, currency, updated_at, ..cart });
        Ok("resumed".to_owned())
    }

    pub(super) fn discard(&mut self, command: &DeleteParked) -> Word {
        let place = self.place_of_parked(&command.parked)?;
        self.parked.remove(place);
        Ok("discarded".to_owned())
    }

    fn place_of_parked(&self, id: &ParkedId) -> Result<usize, String> {
        self.parked.iter().position(|parked| parked.id == *id).ok_or_else(|| "not parked".to_owned())
    }
}
