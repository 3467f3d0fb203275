//! What concerns a cart as a whole.

use trolley_engine::domain::command::changing::UpdateCart;
use trolley_engine::domain::command::{ClearCart, CreateCart, DeleteCart, OnAbsent, OnPresent};

use super::{Cart, Reference, Word, number};

impl Reference {
    pub(super) fn create(&mut self, command: &CreateCart) -> Word {
        let number = number(command.cart.as_str());
        let mark = command.new.attributes.first().map(|(_, mark)| format!("{mark:?}"));
        let new = Cart { name: command.new.name.clone(), mark, ..self.new_cart() };
        match self.live(number) {
            None => {
                self.put(number, new);
                Ok("created".to_owned())
            }
            Some(cart) => {
                let is_equal = cart.name == new.name && cart.mark == new.mark;
                let is_kept = is_equal && command.on_present == OnPresent::KeepEqual;
                if is_kept { Ok("kept".to_owned()) } else { Err("exists".to_owned()) }
            }
        }
    }

    pub(super) fn rename(&mut self, command: &UpdateCart) -> Word {
        let number = number(command.cart.as_str());
        if command.on_absent == OnAbsent::Refuse && self.live(number).is_none() {
            return Err("no cart".to_owned());
        }
        let mut cart = self.live_or_new(number);
        if let Some(name) = &command.name {
            cart.name.clone_from(name);
        }
        if let Some((_, mark)) = command.attributes.first() {
            cart.mark = mark.as_ref().map(|mark| format!("{mark:?}"));
        }
        self.put(number, cart);
        Ok("renamed".to_owned())
    }

    pub(super) fn delete(&mut self, command: &DeleteCart) -> String {
        let number = number(command.cart.as_str());
        let was_there = self.live(number).is_some();
        if was_there {
            self.carts[number] = None;
        }
        format!("deleted {was_there}")
    }

    pub(super) fn clear(&mut self, command: &ClearCart) -> Word {
        let number = number(command.cart.as_str());
        let cart = self.live(number).ok_or("no cart")?.clone();
        let lines = cart.lines.len();
        if lines != 0 || !cart.codes.is_empty() {
            self.put(number, Cart { lines: vec![], codes: vec![], ..cart });
        }
        Ok(format!("cleared {lines}"))
    }
}
