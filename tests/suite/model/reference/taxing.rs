//! Putting taxes on lines.

use trolley_engine::domain::command::taxing::{AddTaxes, ClearTaxes};

use super::super::shelf::thousandths;
use super::{Reference, Word, is_refused, number};

/// Most taxes of a line.
const TAXES_MAX: usize = 5;

impl Reference {
    pub(super) fn tax(&mut self, command: &AddTaxes) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live(number).ok_or("no cart")?.clone();
        let (mut taxed, mut refused) = (Vec::new(), Vec::new());
        for (index, add) in command.taxes.iter().enumerate() {
            match cart.find(&add.line) {
                None => refused.push(format!("{index}:no line")),
                Some(place) if cart.lines[place].taxes.len() == TAXES_MAX => {
                    refused.push(format!("{index}:too many taxes"));
                }
                Some(place) => {
                    let tax = (add.tax.id.to_string(), thousandths(add.tax.amount));
                    cart.lines[place].taxes.push(tax);
                    taxed.push(index.to_string());
                }
            }
        }
        if is_refused(command.on_refusal, taxed.len(), &refused) {
            return Err(refused.join(" "));
        }
        cart.check()?;
        self.put(number, cart);
        Ok(format!(
            "taxed {}{}",
            taxed.join(" "),
            refused.iter().map(|why| format!(" {why}")).collect::<String>()
        ))
    }

    pub(super) fn untax(&mut self, command: &ClearTaxes) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live(number).ok_or("no cart")?.clone();
        let taxes: usize = cart.lines.iter().map(|line| line.taxes.len()).sum();
        if taxes != 0 {
            cart.lines.iter_mut().for_each(|line| line.taxes.clear());
            self.put(number, cart);
        }
        Ok(format!("untaxed {taxes}"))
    }
}
