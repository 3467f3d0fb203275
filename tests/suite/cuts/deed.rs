//! The kinds of things that are done, and the engine's commands for them.

use trolley_engine::Command;
use trolley_engine::domain::cart::{CustomInputs, CustomItem};
use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::command::changing::UpdateCart;
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::command::keeping::{DeleteParked, ParkCart, ResumeCart};
use trolley_engine::domain::command::merging::{
    CopyFrom, CopyLines, MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter,
};
use trolley_engine::domain::command::ordering::{
    CartAfterCheckout, Checkout, FullPayment, RefundTransaction, UpdateOrder,
};
use trolley_engine::domain::command::{
    AddContent, AddLine, AddLines, Checks, ClearCart, DeleteCart, LineRef, NewCart, OnAbsent, OnLastCart,
    OnRefusal, ProductRef, RemoveLine, UpdateLine,
};
use trolley_engine::domain::id::{CustomerId, ParkedId, TransactionId};
use trolley_engine::domain::money::UnitPrice;
use trolley_engine::domain::parked::Note;
use trolley_engine::domain::value::Value;

use super::stall::{CARD, CARTS, CODE, CUSTOMER, FEE, GOODS, PLATE, promotion_of};
use crate::deals::{order_id, pay};
use crate::goods::{cart_id, line_id, new_cart, product, product_id, sku, units};

/// Where nothing ever is.
pub(super) const NO_CART: usize = CARTS.len() - 1;

/// Something that is done. Carts and goods are named by their places, and what is made by the number it was made under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// Adds units of goods, all or none.
    Add {
        cart: usize,
        lines: Vec<(usize, u32)>,
        has_code: bool,
    },
    /// Adds something that the shopper has written so many bytes about.
    AddWritten {
        cart: usize,
        bytes: usize,
    },
    /// Adds something that nobody sells.
    AddUnknown {
        cart: usize,
    },
    Update {
        cart: usize,
        good: usize,
        units: u32,
    },
    Remove {
        cart: usize,
        good: usize,
    },
    Clear {
        cart: usize,
    },
    Delete {
        cart: usize,
    },
    Note {
        cart: usize,
        bytes: usize,
    },
    Merge {
        target: usize,
        source: usize,
        is_deleted: bool,
    },
    Copy {
        target: usize,
        source: usize,
    },
    Park {
        cart: usize,
    },
    Resume {
        parked: u64,
    },
    Discard {
        parked: u64,
    },
    CheckOut {
        cart: usize,
        is_paid: bool,
    },
    Pay {
        order: u64,
    },
    Refund {
        order: u64,
    },
    Fulfil {
        order: u64,
    },
    Cancel {
        order: u64,
    },
    /// Describes a product anew, and brings a promotion.
    Import {
        bytes: usize,
    },
    /// Brings two products of one SKU.
    ImportTwins,
}

impl Deed {
    /// The command, whatever is new being named by `made`.
    pub(super) fn command(&self, made: u64) -> Command {
        match self {
            Self::Add { cart, lines, has_code } => {
                let goods = (0_u64..).zip(lines);
                let lines = goods.map(|(place, (good, units))| line(made, place, *good, *units)).collect();
                let codes = if *has_code { vec![CODE.to_owned()] } else { vec![] };
                Command::AddLines(AddLines { codes, ..add(*cart, lines) })
            }
            Self::AddWritten { cart, bytes } => {
                let written = Value::Map(vec![("text".to_owned(), Value::Text(text(made, *bytes)))]);
                let custom_inputs = CustomInputs::new(written);
                Command::AddLines(add(*cart, vec![AddLine { custom_inputs, ..line(made, 0, PLATE, 1) }]))
            }
            Self::AddUnknown { cart } => {
                let product = ProductRef::Id(product_id("unknown"));
                let unknown = AddLine::new(line_id(&format!("line-{made}")), product, units(1));
                Command::AddLines(add(*cart, vec![unknown]))
            }
            Self::Update { cart, good, units: count } => Command::UpdateLine(UpdateLine {
                quantity: Some(units(i64::from(*count))),
                ..UpdateLine::new(cart_id(CARTS[*cart]), LineRef::Sku(sku(GOODS[*good].1)))
            }),
            Self::Remove { cart, good } => Command::RemoveLine(RemoveLine {
                cart: cart_id(CARTS[*cart]),
                line: LineRef::Sku(sku(GOODS[*good].1)),
            }),
            Self::Clear { cart } => {
                Command::ClearCart(ClearCart::new(cart_id(CARTS[*cart]), OnAbsent::Refuse))
            }
            Self::Delete { cart } => {
                Command::DeleteCart(DeleteCart { cart: cart_id(CARTS[*cart]), on_last: OnLastCart::Delete })
            }
            Self::Note { cart, bytes } => Command::UpdateCart(UpdateCart {
                attributes: vec![("note".to_owned(), Some(Value::Text(text(made, *bytes))))],
                ..UpdateCart::new(cart_id(CARTS[*cart]), OnAbsent::Refuse)
            }),
            Self::Merge { .. } | Self::Copy { .. } => self.moving(),
            Self::Park { .. } | Self::Resume { .. } | Self::Discard { .. } => self.parking(made),
            Self::CheckOut { cart, is_paid } => check_out(*cart, *is_paid, made),
            Self::Pay { .. } | Self::Refund { .. } | Self::Fulfil { .. } | Self::Cancel { .. } => {
                self.ordering()
            }
            Self::Import { bytes } => {
                let mug = Product { description: text(made, *bytes), ..super::stall::mug() };
                let promotions = vec![promotion_of(made)];
                Command::Import(Box::new(Import { products: vec![mug], promotions, ..Import::default() }))
            }
            Self::ImportTwins => {
                let twin = Product { sku: sku(GOODS[CARD].1), ..product("twin") };
                Command::Import(Box::new(Import { products: vec![twin], ..Import::default() }))
            }
        }
    }

    fn moving(&self) -> Command {
        match self {
            Self::Merge { target, source, is_deleted } => Command::MergeCarts(MergeCarts {
                target: cart_id(CARTS[*target]),
                on_absent: OnAbsent::Create(beginning(*target)),
                source: cart_id(CARTS[*source]),
                on_no_source: OnNoSource::Refuse,
                on_both: OnBoth::Combine,
                source_after: if *is_deleted { SourceAfter::Delete } else { SourceAfter::Clear },
                metadata: MergedMetadata::TAKEN,
            }),
            Self::Copy { target, source } => Command::CopyLines(CopyLines {
                cart: cart_id(CARTS[*target]),
                on_absent: OnAbsent::Create(beginning(*target)),
                from: CopyFrom::Cart(cart_id(CARTS[*source])),
                currency: None,
                checks: Checks::NONE,
                on_refusal: OnRefusal::RefuseAll,
            }),
            other => panic!("{other:?} moves nothing"),
        }
    }

    fn parking(&self, made: u64) -> Command {
        match self {
            Self::Park { cart } => Command::ParkCart(ParkCart {
                cart: cart_id(CARTS[*cart]),
                parked: parked_id(made),
                note: Note::default(),
            }),
            Self::Resume { parked } => {
                Command::ResumeCart(ResumeCart { parked: parked_id(*parked), into: None })
            }
            Self::Discard { parked } => Command::DeleteParked(DeleteParked { parked: parked_id(*parked) }),
            other => panic!("{other:?} parks nothing"),
        }
    }

    fn ordering(&self) -> Command {
        let update = |order: u64| UpdateOrder {
            order: order_id(&order_name(order)),
            is_fulfilled: false,
            is_cancelled: false,
            external_reference: None,
        };
        match self {
            Self::Pay { order } => pay(&order_name(*order), PAYMENT, None),
            Self::Refund { order } => Command::RefundTransaction(RefundTransaction {
                order: order_id(&order_name(*order)),
                transaction: TransactionId::new(PAYMENT).unwrap(),
                minor_units: None,
            }),
            Self::Fulfil { order } => {
                Command::UpdateOrder(UpdateOrder { is_fulfilled: true, ..update(*order) })
            }
            Self::Cancel { order } => {
                Command::UpdateOrder(UpdateOrder { is_cancelled: true, ..update(*order) })
            }
            other => panic!("{other:?} is about no order"),
        }
    }
}

/// The name of every payment: an order has but one.
const PAYMENT: &str = "payment";

fn check_out(cart: usize, is_paid: bool, made: u64) -> Command {
    let payment = is_paid.then(|| FullPayment {
        new_transaction: TransactionId::new(PAYMENT).unwrap(),
        gateway: "manual".to_owned(),
        name: String::new(),
        custom_reference: String::new(),
    });
    Command::Checkout(Box::new(Checkout {
        cart_after: CartAfterCheckout::Convert,
        number_prefix: Some("N-".to_owned()),
        payment,
        ..Checkout::new(cart_id(CARTS[cart]), order_id(&order_name(made)))
    }))
}

pub(super) fn order_name(made: u64) -> String {
    format!("order-{made}")
}

fn parked_id(made: u64) -> ParkedId {
    ParkedId::new(format!("parked-{made}")).unwrap()
}

fn add(cart: usize, lines: Vec<AddLine>) -> AddLines {
    AddLines::new(cart_id(CARTS[cart]), OnAbsent::Create(beginning(cart)), lines)
}

/// A new cart, which takes the place of one that was checked out.
fn beginning(cart: usize) -> NewCart {
    let customer = CARTS[cart].strip_prefix("user_").map(|_| CustomerId::new(CUSTOMER).unwrap());
    NewCart { customer, takes_over: true, ..new_cart() }
}

fn line(made: u64, place: u64, good: usize, count: u32) -> AddLine {
    let content = if good == FEE {
        let custom =
            CustomItem { name: "A fee".to_owned(), sku: GOODS[FEE].1.to_owned(), description: String::new() };
        AddContent::Custom { custom, unit_price: UnitPrice { minor_units: 250, includes_tax: false } }
    } else {
        AddContent::Product { product: ProductRef::Sku(sku(GOODS[good].1)), variant: None, selection: None }
    };
    AddLine::of(line_id(&format!("line-{made}-{place}")), content, units(i64::from(count)))
}

/// So many characters that no other number has.
fn text(made: u64, bytes: usize) -> String {
    let word = format!("{made:x} ");
    word.repeat(bytes / word.len() + 1)
}
