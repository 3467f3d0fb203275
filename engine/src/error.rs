//! Why something was refused or failed.

pub mod archive;
pub mod choice;
pub mod import;
pub mod reason;
mod store;

pub use self::store::StoreError;
use crate::domain::cart::{CART_BYTES_MAX, CartStatus, LINES_MAX};
use crate::domain::command::ProductRef;
use crate::domain::command::changing::Bar;
use crate::domain::command::taxing::LineKind;
use crate::domain::id::{
    CartId, CustomerId, LineId, OrderId, ParkedId, ProductId, ShippingMethodId, Sku, TaxId, TransactionId,
    VariantId,
};
use crate::domain::key::KeyDigest;
use crate::domain::money::Currency;
use crate::domain::order::TRANSACTIONS_MAX;
use crate::domain::parked::PARKED_MAX;
use crate::domain::promotion::CODES_PER_CART_MAX;
use crate::domain::tax::TAXES_PER_LINE_MAX;
use crate::error::choice::{CodeProblem, CustomInputProblem, SelectionProblem, Shortage};
use crate::error::import::ImportProblem;
use crate::error::reason::LineRefusal;

/// Why a command was refused or failed. Listed by precedence: where several apply, the first is returned.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The writer's queue is full; the command was not looked at.
    #[error("the queue of commands is full")]
    Overloaded,
    /// The engine is closed, or its store has failed for good; the command was not looked at.
    #[error("the engine has stopped")]
    Stopped,
    /// The store has failed and is being opened anew; the command was not looked at.
    #[error("the store has failed and is being opened anew")]
    Recovering,
    /// The idempotency key was used for something else; the command was not looked at.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// There is no room on the disk for what may make the store larger; nothing was done.
    #[error("there is no room on the disk")]
    StorageFull,
    /// Nothing that the principal may reach is parked under this identifier.
    #[error("nothing is parked as {parked}")]
    ParkedNotFound {
        /// What was set aside.
        parked: ParkedId,
    },
    /// No key has this digest.
    #[error("there is no key {}", key.id())]
    KeyNotFound {
        /// The digest.
        key: KeyDigest,
    },
    /// Customers are known, and this one is not.
    #[error("there is no customer {customer}")]
    CustomerNotFound {
        /// The customer.
        customer: CustomerId,
    },
    /// A key of this digest is or was there.
    #[error("there is such a key already")]
    KeyExists,
    /// No cart that the principal may reach has this identifier.
    #[error("there is no cart {cart}")]
    CartNotFound {
        /// The cart.
        cart: CartId,
    },
    /// The cart has expired. Its record is still there, and goes when a new cart takes its identifier.
    #[error("the cart {cart} has expired")]
    CartExpired {
        /// The cart.
        cart: CartId,
    },
    /// A cart has this identifier already.
    #[error("there is a cart {cart} already")]
    CartExists {
        /// The cart.
        cart: CartId,
    },
    /// The cart cannot be changed any more.
    #[error("the cart {cart} cannot be changed: it is {status:?}")]
    CartNotActive {
        /// The cart.
        cart: CartId,
        /// Its status.
        status: CartStatus,
    },
    /// The cart has lines, codes or discounts, and had to be empty.
    #[error("the cart {cart} is not empty")]
    CartNotEmpty {
        /// The cart.
        cart: CartId,
    },
    /// The cart has something against which the change was to be refused.
    #[error("the cart {cart} cannot be changed: {bar:?}")]
    CartBarred {
        /// The cart.
        cart: CartId,
        /// What it has.
        bar: Bar,
    },
    /// The customer has no other cart, and the last one was to stay.
    #[error("the cart {cart} is the last one of its customer")]
    LastCart {
        /// The cart.
        cart: CartId,
    },
    /// No order can be made of a cart that is a preview.
    #[error("the cart {cart} is a preview")]
    CartPreview {
        /// The cart.
        cart: CartId,
    },
    /// A cart cannot be merged into itself.
    #[error("the cart {cart} cannot be merged into itself")]
    MergeIntoItself {
        /// The cart.
        cart: CartId,
    },
    /// The two carts of a merge are locked to different currencies.
    #[error("the cart is in {target}, the one to merge in {origin}")]
    MergeCurrencyMismatch {
        /// The currency of the cart that receives.
        target: Currency,
        /// The currency of the cart that gives.
        origin: Currency,
    },
    /// Some of the lines to add were refused, and nothing was added.
    #[error("{} of the lines were refused", refusals.len())]
    LinesRefused {
        /// What was refused and why, in the order of the command; none only where that was to be refused anyway.
        refusals: Vec<LineRefusal>,
    },
    /// No promotion in force has this code, or it is used up.
    #[error("there is no code {code}")]
    CodeNotFound {
        /// The code.
        code: String,
    },
    /// The code is known, and cannot be used for this cart.
    #[error("the code {code} cannot be used: {problem}")]
    CodeRefused {
        /// The code, as it is written.
        code: String,
        /// Why.
        problem: CodeProblem,
    },
    /// The cart has more codes than [`CODES_PER_CART_MAX`].
    #[error("a cart has at most {CODES_PER_CART_MAX} codes")]
    TooManyCodes,
    /// There is no product in the cart, and there must be one.
    #[error("the cart {cart} is empty")]
    CartEmpty {
        /// The cart.
        cart: CartId,
    },
    /// More carts would be parked than [`PARKED_MAX`].
    #[error("at most {PARKED_MAX} carts are parked at a time")]
    TooManyParked,
    /// No order that the principal may reach has this identifier.
    #[error("there is no order {order}")]
    OrderNotFound {
        /// The order.
        order: OrderId,
    },
    /// The order is not in a state in which this can be done.
    #[error("the order {order} is not in a state in which this can be done")]
    OrderState {
        /// The order.
        order: OrderId,
    },
    /// All of the order is paid or held already.
    #[error("the order {order} is paid already")]
    OrderPaid {
        /// The order.
        order: OrderId,
    },
    /// The order has no such transaction.
    #[error("there is no transaction {transaction}")]
    TransactionNotFound {
        /// The transaction.
        transaction: TransactionId,
    },
    /// The transaction is not in a state in which this can be done.
    #[error("the transaction {transaction} is not in a state in which this can be done")]
    TransactionState {
        /// The transaction.
        transaction: TransactionId,
    },
    /// No way of shipping has this identifier, or it does not go where the goods go, or has no amount in their currency.
    #[error("the shipping method {method} does not go there")]
    ShippingNotOffered {
        /// The way of shipping.
        method: ShippingMethodId,
    },
    /// More is to be paid or given back than can be, or nothing.
    #[error("{minor_units} minor units are not between 1 and {minor_units_max}")]
    PaymentOutOfRange {
        /// What was asked for.
        minor_units: i64,
        /// The most that can be.
        minor_units_max: i64,
    },
    /// The order would have more than [`TRANSACTIONS_MAX`] transactions.
    #[error("an order has at most {TRANSACTIONS_MAX} transactions")]
    TooManyTransactions,
    /// No product or variant has this identifier or stock keeping unit, or it is not on sale and had to be.
    #[error("there is no product {product}")]
    ProductNotFound {
        /// How the product was named.
        product: ProductRef,
    },
    /// The product has no such variant.
    #[error("the product {product} has no variant {variant}")]
    VariantNotFound {
        /// The product.
        product: ProductId,
        /// The variant.
        variant: VariantId,
    },
    /// The product comes in variants, and none was chosen.
    #[error("a variant of the product {product} must be chosen")]
    VariantRequired {
        /// The product.
        product: ProductId,
        /// The variants to choose from.
        variants: Vec<VariantId>,
    },
    /// The cart has no such line.
    #[error("the cart has no such line")]
    LineNotFound,
    /// The cart has no such line, and another cart has.
    #[error("the line {line} is not in this cart")]
    LineElsewhere {
        /// The line.
        line: LineId,
    },
    /// The line has no such tax.
    #[error("there is no tax {tax}")]
    TaxNotFound {
        /// The tax.
        tax: TaxId,
    },
    /// The line is not what the caller takes it for.
    #[error("the line {line} is not what it is taken for")]
    LineKindMismatch {
        /// The line.
        line: LineId,
        /// What it is taken for.
        expected: LineKind,
    },
    /// The line would have more than [`TAXES_PER_LINE_MAX`] taxes.
    #[error("a line has at most {TAXES_PER_LINE_MAX} taxes")]
    TooManyTaxes {
        /// The line.
        line: LineId,
    },
    /// The store does not sell in this currency.
    #[error("the store does not sell in {currency}")]
    CurrencyNotEnabled {
        /// The currency.
        currency: Currency,
    },
    /// The product has no price in the cart's currency.
    #[error("the product {product} has no price in {currency}")]
    PriceMissing {
        /// The product.
        product: ProductId,
        /// Its stock keeping unit, or its variant's.
        sku: Sku,
        /// The currency.
        currency: Currency,
    },
    /// An option that the product requires is missing or empty.
    #[error("the option {name} is required")]
    OptionRequired {
        /// The option's name.
        name: String,
    },
    /// The product requires an option, and is not for who asks.
    #[error("a product that requires the option {name} is not for everybody")]
    OptionBarred {
        /// The option's name.
        name: String,
    },
    /// A custom input does not keep to the product's definition.
    #[error("the custom input {key} is not valid: {problem}")]
    CustomInputInvalid {
        /// The input's key as it was sent, or as it is defined where it was not sent.
        key: String,
        /// What is wrong.
        problem: CustomInputProblem,
    },
    /// What was selected of a bundle cannot be had.
    #[error("the selection of {product} is not valid: {problem}")]
    SelectionInvalid {
        /// The bundle.
        product: ProductId,
        /// What is wrong.
        problem: Box<SelectionProblem>,
    },
    /// The line is in the cart already, and that had to be refused.
    #[error("the line {line} is in the cart already")]
    DuplicateLine {
        /// The line.
        line: LineId,
    },
    /// The cart has a line of the identifier that a new one was to have.
    #[error("the cart has a line {line} already")]
    LineIdTaken {
        /// The identifier.
        line: LineId,
    },
    /// The line's quantity would pass [`Quantity::MAX`](crate::Quantity::MAX).
    #[error("the quantity would be out of range")]
    QuantityOutOfRange,
    /// The cart would have more than [`LINES_MAX`] lines.
    #[error("a cart has at most {LINES_MAX} lines")]
    TooManyLines,
    /// There is not enough in stock.
    #[error("{0}")]
    InsufficientStock(Box<Shortage>),
    /// A price that was given is negative or out of range.
    #[error("a price that was given is negative or out of range")]
    PriceOutOfRange,
    /// The cart would cost more than 2^53 - 1 minor units.
    #[error("the cart's total would be out of range")]
    TotalOutOfRange,
    /// The cart's free-form values would take more than [`CART_BYTES_MAX`] bytes.
    #[error("a cart's custom inputs, options and metadata take at most {CART_BYTES_MAX} bytes")]
    CartTooLarge,
    /// What was to be imported contradicts itself or what is there.
    #[error("{0}")]
    ImportInvalid(ImportProblem),
    /// The store failed. Whether what was submitted is stored is not known, unless it is one record that cannot be read:
    /// then nothing was done, see [`Error::is_outcome_unknown`].
    #[error("the store failed")]
    Store(#[source] std::sync::Arc<StoreError>),
}
