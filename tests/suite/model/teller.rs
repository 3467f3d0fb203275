//! How the engine is asked for what happens in a story.

use trolley_engine::domain::cart::{CartStatus, CustomItem, Expiry};
use trolley_engine::domain::command::changing::{ChangeLines, LineChange, UpdateCart};
use trolley_engine::domain::command::entering::RemoveCode;
use trolley_engine::domain::command::keeping::{DeleteParked, ParkCart, ResumeCart};
use trolley_engine::domain::command::keys::{CreateKey, RevokeKey};
use trolley_engine::domain::command::merging::{
    CopyFrom, CopyLines, MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter,
};
use trolley_engine::domain::command::taxing::{AddTax, AddTaxes, ClearTaxes};
use trolley_engine::domain::command::{
    AddContent, AddLine, AddLines, ClearCart, Command, CreateCart, DeleteCart, LineRef, NewCart, OnAbsent,
    OnLastCart, OnPresent, OnRefusal, ProductRef, RemoveLine, StockCheck, UpdateLine,
};
use trolley_engine::domain::id::{LineId, ParkedId, TaxId};
use trolley_engine::domain::key::{Key, KeyDigest};
use trolley_engine::domain::money::{Currency, UnitPrice};
use trolley_engine::domain::parked::Note;
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
    parked: usize,
}

impl Teller {
    /// What the engine is asked; lines are named as they stand before the step.
    pub(super) fn commands(&mut self, step: &Step, before: &Reference) -> Vec<Command> {
        match step {
            Step::Wait { .. } => vec![],
            Step::Together(steps) => steps.iter().flat_map(|step| self.commands(step, before)).collect(),
            step => vec![self.command(step, before)],
        }
    }

    fn command(&mut self, step: &Step, before: &Reference) -> Command {
        let id = |cart: &usize| cart_id(&cart_name(*cart));
        match step {
            Step::Wait { .. } | Step::Together(_) => panic!("that is not one command"),
            Step::Add { cart, currency, lines, on_refusal } => {
                let lines = lines.iter().map(|add| self.add_line(add)).collect();
                Command::AddLines(add_lines(*cart, *currency, lines, *on_refusal))
            }
            Step::Fill { cart, first, count } => {
                let places = *first..first + count;
                let lines = places.map(|location| self.add_line(&filling(location))).collect();
                Command::AddLines(add_lines(*cart, None, lines, OnRefusal::KeepGood))
            }
            Step::AddCustom { cart, currency, custom, units } => {
                let line = self.add_custom(custom, *units);
                Command::AddLines(add_lines(*cart, *currency, vec![line], OnRefusal::RefuseAll))
            }
            Step::Enter { cart, code } => Command::AddLines(AddLines {
                codes: vec![(*code).to_owned()],
                ..add_lines(*cart, None, vec![], OnRefusal::RefuseAll)
            }),
            Step::Leave { cart, code } => Command::RemoveCode(RemoveCode::new(id(cart), (*code).to_owned())),
            Step::Update { cart, line, units, stock } => Command::UpdateLine(UpdateLine {
                quantity: Some(quantity(*units)),
                checks: checks(*stock),
                ..UpdateLine::new(id(cart), line_ref(*cart, *line, before))
            }),
            Step::Change { cart, changes, stock, on_refusal } => {
                let changes = changes.iter();
                let changes = changes
                    .map(|(line, units)| change(line_ref(*cart, *line, before), *units, *stock))
                    .collect();
                Command::ChangeLines(ChangeLines { cart: id(cart), changes, on_refusal: *on_refusal })
            }
            Step::Copy { target, source, stock, on_refusal } => {
                Command::CopyLines(copy_lines(*target, *source, *stock, *on_refusal))
            }
            Step::Tax { cart, taxes, on_refusal } => {
                let taxes = taxes.iter();
                let taxes = taxes
                    .map(|(line, thousandths)| self.add_tax(line_ref(*cart, *line, before), *thousandths))
                    .collect();
                Command::AddTaxes(AddTaxes { cart: id(cart), taxes, on_refusal: *on_refusal })
            }
            Step::Untax { cart } => Command::ClearTaxes(ClearTaxes { cart: id(cart) }),
            Step::Remove { cart, line } => {
                Command::RemoveLine(RemoveLine { cart: id(cart), line: line_ref(*cart, *line, before) })
            }
            Step::Clear { cart } => Command::ClearCart(ClearCart::new(id(cart), OnAbsent::Refuse)),
            Step::Merge { target, source, on_both, delete } => {
                Command::MergeCarts(merge_carts(*target, *source, *on_both, *delete))
            }
            Step::Create { cart, named, keep_equal } => create_cart(*cart, *named, *keep_equal),
            Step::Rename { cart, name, mark, create } => {
                Command::UpdateCart(rename_cart(*cart, *name, *mark, *create))
            }
            Step::Park { cart } => self.park(*cart),
            Step::Resume { parked, into } => Command::ResumeCart(ResumeCart {
                parked: before.parked_id(*parked),
                into: into.as_ref().map(id),
            }),
            Step::Discard { parked } => {
                Command::DeleteParked(DeleteParked { parked: before.parked_id(*parked) })
            }
            Step::MakeKey { key } => make_key(*key),
            Step::RevokeKey { key } => Command::RevokeKey(RevokeKey { key: KeyDigest([*key; 32]) }),
            Step::Delete { cart } => {
                Command::DeleteCart(DeleteCart { cart: id(cart), on_last: OnLastCart::Delete })
            }
        }
    }

    fn park(&mut self, cart: usize) -> Command {
        self.parked += 1;
        let parked = ParkedId::new(format!("park-{}", self.parked)).unwrap();
        Command::ParkCart(ParkCart { cart: cart_id(&cart_name(cart)), parked, note: Note::default() })
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

    fn add_tax(&mut self, line: LineRef, thousandths: i64) -> AddTax {
        self.taxes += 1;
        let tax = Tax {
            id: TaxId::new(format!("tax-{}", self.taxes)).unwrap(),
            name: "Tax".to_owned(),
            jurisdiction: None,
            code: None,
            amount: TaxAmount::Rate(rate(thousandths)),
        };
        AddTax { line, expected: None, tax }
    }
}

fn add_lines(
    cart: usize,
    currency: Option<&'static str>,
    lines: Vec<AddLine>,
    on_refusal: OnRefusal,
) -> AddLines {
    AddLines {
        currency: currency.and_then(Currency::new),
        on_refusal,
        ..AddLines::new(cart_id(&cart_name(cart)), OnAbsent::Create(mortal()), lines)
    }
}

/// Gives the line so many units, or takes it out.
fn change(line: LineRef, units: Option<i64>, stock: StockCheck) -> LineChange {
    match units {
        None => LineChange::Remove { line },
        Some(units) => LineChange::Update {
            line,
            quantity: Some(quantity(units)),
            custom_inputs: None,
            location: None,
            checks: checks(stock),
        },
    }
}

fn copy_lines(target: usize, source: usize, stock: StockCheck, on_refusal: OnRefusal) -> CopyLines {
    CopyLines {
        cart: cart_id(&cart_name(target)),
        on_absent: OnAbsent::Create(mortal()),
        from: CopyFrom::Cart(cart_id(&cart_name(source))),
        currency: None,
        checks: checks(stock),
        on_refusal,
    }
}

fn merge_carts(target: usize, source: usize, on_both: OnBoth, delete: bool) -> MergeCarts {
    MergeCarts {
        target: cart_id(&cart_name(target)),
        on_absent: OnAbsent::Create(mortal()),
        source: cart_id(&cart_name(source)),
        on_both,
        source_after: if delete { SourceAfter::Delete } else { SourceAfter::Clear },
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    }
}

fn rename_cart(cart: usize, name: Option<u8>, mark: Option<Option<u8>>, create: bool) -> UpdateCart {
    UpdateCart {
        name: name.map(|name| name.to_string()),
        attributes: mark.map(|mark| (MARK.to_owned(), mark.map(mark_value))).into_iter().collect(),
        ..UpdateCart::new(
            cart_id(&cart_name(cart)),
            if create { OnAbsent::Create(mortal()) } else { OnAbsent::Refuse },
        )
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

fn make_key(number: u8) -> Command {
    let key = Key {
        digest: KeyDigest([number; 32]),
        dialect: "storekit".to_owned(),
        kind: "api_key".to_owned(),
        scopes: vec![],
        customer: None,
        hint: String::new(),
        name: String::new(),
        created_at: None,
        expires_at: None,
        revoked_at: None,
    };
    Command::CreateKey(Box::new(CreateKey { key }))
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
