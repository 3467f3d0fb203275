//! What can be asked of carts, each as a value with every choice made.

pub mod changing;
pub mod checking;
pub mod entering;
pub mod import;
pub mod keeping;
pub mod keys;
pub mod merging;
pub mod ordering;
mod plain;
pub mod taxing;

use self::changing::{AbandonCart, ChangeLines, ClearingNote, PurgeCart, UpdateCart};
use self::checking::RequiredOptions;
use self::entering::{EnterCode, RemoveCode};
use self::import::Import;
use self::keeping::{DeleteParked, ParkCart, ResumeCart};
use self::keys::{CreateKey, RevokeKey};
use self::merging::{CopyLines, MergeCarts};
use self::ordering::{CaptureTransaction, Checkout, PayOrder, RefundTransaction, UpdateOrder};
use self::taxing::{AddTaxes, ClearTaxes, RemoveTax, UpdateTax};
use crate::domain::bundle::SelectedComponent;
use crate::domain::cart::{CartDiscount, CartStatus, CustomInputs, CustomItem, Expiry};
use crate::domain::id::{CartId, CustomerId, LineId, ProductId, Sku, VariantId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::tax::Tax;
use crate::domain::time::Timestamp;
use crate::domain::value::{Members, Value};

/// A change that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Makes a cart.
    CreateCart(CreateCart),
    /// Changes what a cart has besides its lines.
    UpdateCart(UpdateCart),
    /// Deletes a cart.
    DeleteCart(DeleteCart),
    /// Gives a cart up.
    AbandonCart(AbandonCart),
    /// Takes away a cart that ceased to exist long ago.
    PurgeCart(PurgeCart),
    /// Adds units, to lines that are there or as new lines.
    AddLines(AddLines),
    /// Changes a line.
    UpdateLine(UpdateLine),
    /// Takes a line out.
    RemoveLine(RemoveLine),
    /// Changes several lines.
    ChangeLines(ChangeLines),
    /// Takes all lines, codes and discounts out; the cart stays.
    ClearCart(ClearCart),
    /// Moves the lines of one cart to another.
    MergeCarts(MergeCarts),
    /// Adds to a cart what another cart or an order has.
    CopyLines(CopyLines),
    /// Enters a code that is to take effect.
    EnterCode(EnterCode),
    /// Takes a code away.
    RemoveCode(RemoveCode),
    /// Puts taxes on lines.
    AddTaxes(AddTaxes),
    /// Changes a tax of a line.
    UpdateTax(UpdateTax),
    /// Takes a tax off a line.
    RemoveTax(RemoveTax),
    /// Takes all taxes off all lines.
    ClearTaxes(ClearTaxes),
    /// Makes an order of a cart.
    Checkout(Box<Checkout>),
    /// Pays for an order.
    PayOrder(PayOrder),
    /// Takes the money that a transaction holds.
    CaptureTransaction(CaptureTransaction),
    /// Gives back money.
    RefundTransaction(RefundTransaction),
    /// Changes an order.
    UpdateOrder(UpdateOrder),
    /// Sets aside what is in a cart.
    ParkCart(ParkCart),
    /// Takes up again what was set aside.
    ResumeCart(ResumeCart),
    /// Deletes what was set aside.
    DeleteParked(DeleteParked),
    /// Makes a key.
    CreateKey(Box<CreateKey>),
    /// Revokes a key.
    RevokeKey(RevokeKey),
    /// Puts products, promotions, customers, keys and settings in place of those of the same identifier, and adds new ones.
    Import(Box<Import>),
}

/// Makes a cart. One of the same identifier that has expired is as if it were not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateCart {
    /// Its identifier.
    pub cart: CartId,
    /// How it begins.
    pub new: NewCart,
    /// What to do where a cart has its identifier.
    pub on_present: OnPresent,
    /// Whether it can be changed once its first lines are in; anything but [`CartStatus::Active`] is for seeds.
    pub status: CartStatus,
    /// Amounts off the whole cart.
    pub discounts: Vec<CartDiscount>,
    /// When it was made, where that is not when the command is given; its lines count as added then too.
    pub created_at: Option<Timestamp>,
    /// Its first lines; one that is refused refuses the cart.
    pub lines: Vec<AddLine>,
}

/// What to do where the cart to make is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnPresent {
    /// Refuse the command.
    Refuse,
    /// Leave it as it is, with whatever lines it has, where its status and all that [`NewCart`] has but for how long it
    /// lives are those of the command; else refuse the command.
    KeepEqual,
}

/// How a cart begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCart {
    /// The customer it belongs to, who must be known where any customers are.
    pub customer: Option<CustomerId>,
    /// A name for people; may be empty.
    pub name: String,
    /// A text for people; may be empty.
    pub description: String,
    /// What the caller attaches to it.
    pub attributes: Members,
    /// The currency it is to have.
    pub currency: Option<Currency>,
    /// Whether stock is looked at only when it is checked out.
    pub is_stock_deferred: bool,
    /// Whether its location makes a line one of its own.
    pub separates_locations: bool,
    /// The moment as of which it is priced, where it is a preview.
    pub preview_at: Option<Timestamp>,
    /// How long it lives.
    pub expiry: Expiry,
    /// Whether it takes the place of a cart of its identifier that cannot be changed any more, which is then as if it were
    /// not there. For shoppers who have one identifier for all their carts. Not looked at where a cart is made by a
    /// [`CreateCart`].
    pub takes_over: bool,
}

/// What to do where the cart is not there, or has expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnAbsent {
    /// Make it, so.
    Create(NewCart),
    /// Make one of another identifier instead, which is the one of the answer.
    CreateInstead {
        /// The identifier; where a cart has it, the command is refused.
        cart: CartId,
        /// How it begins.
        new: NewCart,
    },
    /// Refuse the command.
    Refuse,
}

/// Deletes a cart with all that is in it. Where it is not there, nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteCart {
    /// The cart.
    pub cart: CartId,
    /// What to do where its customer has no other.
    pub on_last: OnLastCart,
}

/// What to do with the only cart that a customer has, when it is to be deleted. A guest's is nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnLastCart {
    /// Delete it like any other.
    Delete,
    /// Refuse.
    Refuse,
}

/// Adds units of products to a cart, in order, each with the normal rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddLines {
    /// The cart.
    pub cart: CartId,
    /// What to do where it is not there.
    pub on_absent: OnAbsent,
    /// The currency to fix where the cart has no line yet and did not ask for one itself; else it is not looked at.
    pub currency: Option<Currency>,
    /// What to add; may be none where there is a code.
    pub lines: Vec<AddLine>,
    /// Codes to enter, after the lines are in. One that is entered already stays. A refusal's place is behind the lines'.
    pub codes: Vec<String>,
    /// What to do where some of it is refused.
    pub on_refusal: OnRefusal,
}

/// What to do with the rest where one of several lines is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRefusal {
    /// Change nothing, and name all that were refused.
    RefuseAll,
    /// Keep what is good, and name what was refused. Where nothing is good, nothing is changed.
    KeepGood,
    /// Change nothing even where all is good, and name what would be refused: something else asked for with it is.
    RefuseAnyway,
}

/// Units of one product to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddLine {
    /// The line's identifier, should it be a new one.
    pub new_line: LineId,
    /// What to add.
    pub content: AddContent,
    /// How many units.
    pub quantity: Quantity,
    /// What to do where the cart has this line already.
    pub on_duplicate: OnDuplicate,
    /// What to check of the product.
    pub checks: Checks,
    /// Minor units that one unit is to cost instead of the catalog's price, 0 or more.
    pub price_override: Option<i64>,
    /// What the shopper gave for the product's custom inputs. Part of the line key.
    pub custom_inputs: Option<CustomInputs>,
    /// Where the units are to come from. Part of the line key where the cart separates locations; else it is the line's
    /// from now on.
    pub location: Option<String>,
    /// Options, in place of the line's.
    pub options: Option<Members>,
    /// A note, in place of the line's where there is one here.
    pub notes: Option<String>,
    /// Metadata, in place of the line's where there is any here.
    pub metadata: Option<Value>,
    /// Taxes, in place of the line's where there are any here.
    pub taxes: Option<Vec<Tax>>,
}

/// What is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddContent {
    /// A product of the catalog.
    Product {
        /// How the caller names it.
        product: ProductRef,
        /// The variant, where the caller names it apart from the product.
        variant: Option<VariantId>,
        /// What is selected of a bundle; none for what is selected by default.
        selection: Option<Vec<SelectedComponent>>,
    },
    /// A custom item. Where the cart has one of its stock keeping unit, that one's name, text and price stay.
    Custom {
        /// What it is.
        custom: CustomItem,
        /// What one unit costs, in the currency that the cart has or gets.
        unit_price: UnitPrice,
    },
}

/// How a caller names what is to be sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProductRef {
    /// By the identifier of a product, or, where none has it, of a variant.
    Id(ProductId),
    /// By the stock keeping unit of a product or a variant.
    Sku(Sku),
}

/// What to do where the line is in the cart already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDuplicate {
    /// Add the quantity to the line's.
    Increase,
    /// Put the quantity in place of the line's.
    Replace,
    /// Refuse.
    Refuse,
}

/// What to check of a product before its units go into a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checks {
    /// Which quantity is held against the stock.
    pub stock: StockCheck,
    /// Whether a product that is not on sale is refused as if it did not exist.
    pub on_sale: bool,
    /// What is to be so of the options that the product requires.
    pub required_options: RequiredOptions,
    /// Whether custom inputs must keep to the product's definitions.
    pub custom_inputs: bool,
}

/// Which quantity is held against the stock of a product or variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockCheck {
    /// None.
    Skip,
    /// What all lines of the cart that draw on the same stock would hold; not looked at where that does not grow.
    Cart,
    /// What this one call asks for.
    Request,
}

/// How a caller names a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineRef {
    /// By its identifier.
    Id(LineId),
    /// By the stock keeping unit of what is in it; a custom item that has none by its line's identifier in its place.
    /// Where there are several such lines, a removal means all of them, and an update the one without custom inputs and
    /// location, or else the oldest.
    Sku(Sku),
}

/// Changes a line; what is not named stays. The line is priced anew unless its price is an override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateLine {
    /// The cart.
    pub cart: CartId,
    /// The line.
    pub line: LineRef,
    /// The quantity it is to have.
    pub quantity: Option<Quantity>,
    /// The custom inputs it is to have; `Some(None)` takes them away. Even where that makes its key another line's,
    /// both stay.
    pub custom_inputs: Option<Option<CustomInputs>>,
    /// The location it is to have.
    pub location: Option<String>,
    /// Exactly the options it is to have.
    pub options: Option<Members>,
    /// The note it is to have.
    pub notes: Option<String>,
    /// The metadata it is to have.
    pub metadata: Option<Value>,
    /// What to check of the product. The stock is looked at only where the quantity grows.
    pub checks: Checks,
}

/// Takes a line out of a cart. With the last line goes the currency lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveLine {
    /// The cart.
    pub cart: CartId,
    /// The line.
    pub line: LineRef,
}

/// Takes all lines out of a cart, with its codes and discounts where they are not to stay. A cart that is not there is
/// left not there, and answered as empty where `on_absent` says how it would begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearCart {
    /// The cart.
    pub cart: CartId,
    /// What to do where it is not there.
    pub on_absent: OnAbsent,
    /// Whether its codes and discounts stay.
    pub keeps_codes: bool,
    /// What to note of it on the cart, where that is there.
    pub note: Option<ClearingNote>,
}
