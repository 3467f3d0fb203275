//! How the engine is asked for what happens in a story.

use trolley_engine::domain::cart::{CartStatus, CustomItem, Expiry};
use trolley_engine::domain::command::changing::{ChangeLines, LineChange, RemoveCode};
use trolley_engine::domain::command::merging::{CopyFrom, CopyLines, MergeCarts, SourceAfter};
use trolley_engine::domain::command::taxing::{AddTax, AddTaxes, ClearTaxes};
use trolley_engine::domain::command::{
    AddContent, AddLine, AddLines, ClearCart, Command, CreateCart, DeleteCart, LineRef, NewCart, OnAbsent,
    OnPresent, OnRefusal, ProductRef, RemoveLine, UpdateCart, UpdateLine,
};
use trolley_engine::domain::id::{LineId, TaxId};
use trolley_engine::domain::money::{Currency, UnitPrice};
use trolley_engine::domain::tax::{Tax, TaxAmount};
use trolley_engine::domain::value::Value;

use super::reference::{Reference, SPAN_MS};
use super::shelf::{GOODS, rate};
use super::story::{Add, Custom, MARK, Named, Pick, Step, filling};
use crate::goods::{cart_id, checks, new_cart, product_id, sku, units as quantity, variant_id};

/// The identifier of a cart.
pub(super) fn cart_name(cart: usize) -> String {
    format!("cart-{cart}")
}

/// Makes commands of steps. Every line that is added has an identifier of its own.
#[derive(Debug, Default)]
pub(super) struct Teller {
    lines: usize,
    taxes: usize,
}

impl Teller {
    /// What the engine is asked; lines are named as they stand before the step.
    pub(super) fn commands(&mut self, step: &Step, before: &Reference) -> Vec<Command> {
        match step {
            Step::Wait { .. } => vec![],
            Step::Together(steps) => steps.iter().flat_map(|step| self.commands(step, before)).collect(),
            Step::Add { cart, currency, lines, on_refusal } => {
                let lines = lines.iter().map(|add| self.add_line(add)).collect();
                vec![self.add_lines(*cart, *currency, lines, *on_refusal)]
            }
            Step::Fill { cart, first, count } => {
                let lines =
                    (*first..first + count).map(|location| self.add_line(&filling(location))).collect();
                vec![self.add_lines(*cart, None, lines, OnRefusal::KeepGood)]
            }
            Step::Update { cart, line, units, stock } => vec![Command::UpdateLine(UpdateLine {
                cart: cart_id(&cart_name(*cart)),
                line: line_ref(*cart, *line, before),
                quantity: Some(quantity(*units)),
                custom_inputs: None,
                location: None,
                options: None,
                notes: None,
                metadata: None,
                checks: checks(*stock),
            })],
            Step::AddCustom { cart, currency, custom, units } => {
                let line = self.add_custom(custom, *units);
                vec![self.add_lines(*cart, *currency, vec![line], OnRefusal::RefuseAll)]
            }
            Step::Enter { cart, code } => {
                let Command::AddLines(mut enter) = self.add_lines(*cart, None, vec![], OnRefusal::RefuseAll)
                else {
                    panic!("it adds lines")
                };
                enter.codes.push((*code).to_owned());
                vec![Command::AddLines(enter)]
            }
            Step::Leave { cart, code } => vec![Command::RemoveCode(RemoveCode {
                cart: cart_id(&cart_name(*cart)),
                code: (*code).to_owned(),
            })],
            Step::Change { cart, changes, stock, on_refusal } => {
                let change = |(line, units): &(Pick, Option<i64>)| {
                    let line = line_ref(*cart, *line, before);
                    match units {
                        None => LineChange::Remove { line },
                        Some(units) => LineChange::Update {
                            line,
                            quantity: Some(quantity(*units)),
                            custom_inputs: None,
                            checks: checks(*stock),
                        },
                    }
                };
                vec![Command::ChangeLines(ChangeLines {
                    cart: cart_id(&cart_name(*cart)),
                    changes: changes.iter().map(change).collect(),
                    on_refusal: *on_refusal,
                })]
            }
            Step::Copy { target, source, stock, on_refusal } => vec![Command::CopyLines(CopyLines {
                cart: cart_id(&cart_name(*target)),
                on_absent: OnAbsent::Create(mortal()),
                from: CopyFrom::Cart(cart_id(&cart_name(*source))),
                currency: None,
                checks: checks(*stock),
                on_refusal: *on_refusal,
            })],
            Step::Tax { cart, taxes, on_refusal } => vec![Command::AddTaxes(AddTaxes {
                cart: cart_id(&cart_name(*cart)),
                taxes: taxes
                    .iter()
                    .map(|(line, thousandths)| AddTax {
                        line: line_ref(*cart, *line, before),
                        expected: None,
                        tax: self.tax(*thousandths),
                    })
                    .collect(),
                on_refusal: *on_refusal,
            })],
            Step::Untax { cart } => {
                vec![Command::ClearTaxes(ClearTaxes { cart: cart_id(&cart_name(*cart)) })]
            }
            Step::Remove { cart, line } => vec![Command::RemoveLine(RemoveLine {
                cart: cart_id(&cart_name(*cart)),
                line: line_ref(*cart, *line, before),
            })],
            Step::Clear { cart } => vec![Command::ClearCart(ClearCart {
                cart: cart_id(&cart_name(*cart)),
                on_absent: OnAbsent::Refuse,
            })],
            Step::Merge { target, source, on_both, delete } => vec![Command::MergeCarts(MergeCarts {
                target: cart_id(&cart_name(*target)),
                on_absent: OnAbsent::Create(mortal()),
                source: cart_id(&cart_name(*source)),
                on_both: *on_both,
                source_after: if *delete { SourceAfter::Delete } else { SourceAfter::Clear },
            })],
            Step::Create { cart, named, keep_equal } => vec![create_cart(*cart, *named, *keep_equal)],
            Step::Rename { cart, name, mark, create } => vec![Command::UpdateCart(UpdateCart {
                cart: cart_id(&cart_name(*cart)),
                on_absent: if *create { OnAbsent::Create(mortal()) } else { OnAbsent::Refuse },
                name: name.map(|name| name.to_string()),
                description: None,
                customer: None,
                is_stock_deferred: None,
                attributes: mark.map(|mark| (MARK.to_owned(), mark.map(mark_value))).into_iter().collect(),
            })],
            Step::Delete { cart } => {
                vec![Command::DeleteCart(DeleteCart { cart: cart_id(&cart_name(*cart)) })]
            }
        }
    }

    fn add_lines(
        &self,
        cart: usize,
        currency: Option<&'static str>,
        lines: Vec<AddLine>,
        on_refusal: OnRefusal,
    ) -> Command {
        Command::AddLines(AddLines {
            cart: cart_id(&cart_name(cart)),
            on_absent: OnAbsent::Create(mortal()),
            currency: currency.and_then(Currency::new),
            lines,
            codes: vec![],
            on_refusal,
        })
    }

    fn add_line(&mut self, add: &Add) -> AddLine {
        let (product, variant) = match GOODS.get(add.good) {
            Some(good) if add.by_sku => (ProductRef::Sku(sku(good.sku)), None),
            Some(good) => (ProductRef::Id(product_id(good.product)), good.variant.map(variant_id)),
            None if add.good == GOODS.len() => (ProductRef::Id(product_id("nothing")), None),
            None => (ProductRef::Id(product_id("shirt")), None),
        };
        let content = AddContent::Product { product, variant, selection: None };
        AddLine {
            on_duplicate: add.on_duplicate,
            checks: checks(add.stock),
            price_override: add.price,
            location: add.location.map(|location| format!("shelf {location}")),
            ..AddLine::of(self.line_id(), content, quantity(add.units))
        }
    }

    fn add_custom(&mut self, custom: &Custom, units: i64) -> AddLine {
        let new_line = self.line_id();
        let content = AddContent::Custom {
            custom: CustomItem {
                name: format!("custom {new_line}"),
                sku: custom.sku.to_owned(),
                description: String::new(),
            },
            unit_price: UnitPrice { minor_units: custom.price, includes_tax: custom.includes_tax },
        };
        AddLine::of(new_line, content, quantity(units))
    }

    fn line_id(&mut self) -> LineId {
        self.lines += 1;
        LineId::new(format!("line-{}", self.lines)).unwrap()
    }

    fn tax(&mut self, thousandths: i64) -> Tax {
        self.taxes += 1;
        Tax {
            id: TaxId::new(format!("tax-{}", self.taxes)).unwrap(),
            name: "Tax".to_owned(),
            jurisdiction: None,
            code: None,
            amount: TaxAmount::Rate(rate(thousandths)),
        }
    }
}

fn create_cart(cart: usize, named: Named, keep_equal: bool) -> Command {
    let attributes = named.mark.map(|mark| (MARK.to_owned(), mark_value(mark))).into_iter().collect();
    Command::CreateCart(CreateCart {
        cart: cart_id(&cart_name(cart)),
        new: NewCart { name: named.name.to_string(), attributes, ..mortal() },
        on_present: if keep_equal { OnPresent::KeepEqual } else { OnPresent::Refuse },
        status: CartStatus::Active,
        discounts: vec![],
        created_at: None,
        lines: vec![],
    })
}

fn mark_value(mark: u8) -> Value {
    Value::Number(mark.to_string())
}

fn mortal() -> NewCart {
    NewCart { expiry: Expiry::AfterUpdate { span_ms: SPAN_MS }, ..new_cart() }
}

fn line_ref(cart: usize, pick: Pick, before: &Reference) -> LineRef {
    match pick {
        Pick::Place(place) => LineRef::Id(LineId::new(before.line_id(cart, place)).unwrap()),
        Pick::Good(good) => LineRef::Sku(sku(GOODS[good].sku)),
    }
}
