//! Bringing what is in one cart into another.

use trolley_engine::Quantity;
use trolley_engine::domain::cart::CustomItem;
use trolley_engine::domain::command::merging::{CopyFrom, CopyLines, MergeCarts, OnBoth, SourceAfter};
use trolley_engine::domain::command::{AddContent, AddLine, ProductRef};
use trolley_engine::domain::id::LineId;
use trolley_engine::domain::money::UnitPrice;

use super::super::shelf::GOODS;
use super::adding::enter;
use super::{Cart, LINES_MAX, Line, Reference, TOTAL_MAX, UNITS_MAX, What, Word, is_refused, number};
use crate::goods::{product_id, variant_id};

impl Reference {
    pub(super) fn merge(&mut self, command: &MergeCarts) -> Word {
        let (target, source) = (number(command.target.as_str()), number(command.source.as_str()));
        if target == source {
            return Err("itself".to_owned());
        }
        let mut cart = self.live_or_new(target);
        let Some(origin) = self.live(source).cloned() else {
            return Ok("moved 0 combined 0".to_owned());
        };
        if origin.lines.is_empty() && origin.codes.is_empty() {
            if command.source_after == SourceAfter::Delete {
                self.carts[source] = None;
            }
            return Ok("moved 0 combined 0".to_owned());
        }
        if !cart.lines.is_empty() && !origin.lines.is_empty() && cart.currency != origin.currency {
            return Err("other currency".to_owned());
        }
        if !origin.lines.is_empty() {
            cart.currency = origin.currency;
        }
        cart.updated_at = cart.updated_at.max(origin.updated_at);
        let (mut moved, mut combined) = (0, 0);
        for line in &origin.lines {
            match cart.place(&line.what, line.location.as_deref()) {
                Some(place) => {
                    combine(&mut cart, place, line, command.on_both)?;
                    combined += 1;
                }
                None if cart.lines.len() == LINES_MAX => return Err("too many lines".to_owned()),
                None if TOTAL_MAX < cart.total_with(None, line.price, line.units) => {
                    return Err("total".to_owned());
                }
                None => {
                    cart.lines.push(line.clone());
                    moved += 1;
                }
            }
        }
        for code in &origin.codes {
            if !cart.codes.contains(code) {
                cart.codes.push(code.clone());
            }
        }
        cart.check()?;
        self.put(target, cart);
        match command.source_after {
            SourceAfter::Clear => self.put(source, Cart { lines: vec![], codes: vec![], ..origin }),
            SourceAfter::Delete => self.carts[source] = None,
            SourceAfter::Keep | SourceAfter::Close => panic!("no step asks for that"),
        }
        Ok(format!("moved {moved} combined {combined}"))
    }

    pub(super) fn copy(&mut self, command: &CopyLines) -> Word {
        let CopyFrom::Cart(source) = &command.from else { panic!("no step asks for that") };
        let (target, source) = (number(command.cart.as_str()), number(source.as_str()));
        let mut cart = self.live_or_new(target);
        if target == source {
            return Err("itself".to_owned());
        }
        let origin = self.live(source).cloned();
        let (mut added, mut refused) = (Vec::new(), Vec::new());
        let (lines, codes) =
            origin.as_ref().map_or((&[][..], &[][..]), |origin| (&origin.lines, &origin.codes));
        // A cart that was never priced has no currency to bring.
        let asked = origin.as_ref().map_or("", |origin| origin.currency);
        for (index, line) in lines.iter().enumerate() {
            let is_foreign =
                matches!(line.what, What::Custom { .. }) && !cart.lines.is_empty() && cart.currency != asked;
            let copied = match is_foreign {
                true => Err("other currency".to_owned()),
                false => self.add_copy(&mut cart, asked, &copy_of(line, command)),
            };
            match copied {
                Ok(is_new) => added.push(format!("{index}{}", if is_new { "n" } else { "" })),
                Err(why) => refused.push(format!("{index}:{why}")),
            }
        }
        let codes_before = cart.codes.len();
        for code in codes {
            let _ = enter(&mut cart, code);
        }
        if is_refused(command.on_refusal, added.len(), &refused) {
            return Err(refused.join(" "));
        }
        if !added.is_empty() || codes_before < cart.codes.len() {
            cart.check()?;
            self.put(target, cart);
        }
        Ok(format!(
            "copied {}{}",
            added.join(" "),
            refused.iter().map(|why| format!(" {why}")).collect::<String>()
        ))
    }
}

/// The line as it would be added by hand.
fn copy_of(line: &Line, command: &CopyLines) -> AddLine {
    let content = match &line.what {
        What::Good(good) => AddContent::Product {
            product: ProductRef::Id(product_id(GOODS[*good].product)),
            variant: GOODS[*good].variant.map(variant_id),
            selection: None,
        },
        What::Custom { name, sku } => AddContent::Custom {
            custom: CustomItem { name: name.clone(), sku: sku.clone(), description: String::new() },
            unit_price: UnitPrice { minor_units: line.list, includes_tax: line.includes_tax },
        },
    };
    AddLine {
        checks: command.checks,
        location: line.location.clone(),
        ..AddLine::of(LineId::new("copy").unwrap(), content, Quantity::new(line.units).unwrap())
    }
}

fn combine(cart: &mut Cart, place: usize, line: &Line, on_both: OnBoth) -> Result<(), String> {
    let units = match on_both {
        OnBoth::KeepTarget => return Ok(()),
        OnBoth::KeepSource => line.units,
        OnBoth::Combine => cart.lines[place].units + line.units,
    };
    if UNITS_MAX < units {
        return Err("too many units".to_owned());
    }
    if TOTAL_MAX < cart.total_with(Some(place), cart.lines[place].price, units) {
        return Err("total".to_owned());
    }
    cart.lines[place].units = units;
    Ok(())
}
