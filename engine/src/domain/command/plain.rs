//! Commands with nothing special about them, to begin with.

use std::fmt;

use crate::domain::cart::{Cart, CartStatus, Expiry};
use crate::domain::command::changing::{OnSame, UpdateCart};
use crate::domain::command::checking::RequiredOptions;
use crate::domain::command::entering::{RemoveCode, Spelling};
use crate::domain::command::ordering::{CartAfterCheckout, Checkout, CheckoutDelivery};
use crate::domain::command::{
    AddContent, AddLine, AddLines, Checks, ClearCart, LineRef, NewCart, OnAbsent, OnDuplicate, OnRefusal,
    ProductRef, StockCheck, UpdateLine,
};
use crate::domain::id::{CartId, LineId, OrderId};
use crate::domain::order::{Address, Contact};
use crate::domain::quantity::Quantity;

impl Checks {
    /// Nothing is checked.
    pub const NONE: Self = Self {
        stock: StockCheck::Skip,
        on_sale: false,
        required_options: RequiredOptions::Skip,
        custom_inputs: false,
    };
    /// Everything is checked, the stock against what the cart would hold.
    pub const ALL: Self = Self {
        stock: StockCheck::Cart,
        on_sale: true,
        required_options: RequiredOptions::Check,
        custom_inputs: true,
    };
}

impl NewCart {
    /// A guest's cart that lives so long, without a name or anything attached to it.
    #[must_use]
    pub const fn new(expiry: Expiry) -> Self {
        Self {
            customer: None,
            name: String::new(),
            description: String::new(),
            attributes: Vec::new(),
            currency: None,
            is_stock_deferred: false,
            separates_locations: true,
            preview_at: None,
            expiry,
            takes_over: false,
        }
    }
}

impl OnAbsent {
    /// Whether this cart cannot be changed any more, and is as if it were not there to who asks so.
    pub(crate) fn takes_over(&self, cart: &Cart) -> bool {
        let takes_over = match self {
            Self::Create(new) | Self::CreateInstead { new, .. } => new.takes_over,
            Self::Refuse => false,
        };
        takes_over && cart.status != CartStatus::Active
    }
}

impl ClearCart {
    /// Takes everything out, and notes nothing.
    #[must_use]
    pub const fn new(cart: CartId, on_absent: OnAbsent) -> Self {
        Self { cart, on_absent, keeps_codes: false, note: None }
    }
}

impl RemoveCode {
    /// Takes away the code that is written so.
    #[must_use]
    pub const fn new(cart: CartId, code: String) -> Self {
        Self { cart, code, spelling: Spelling::Exact, takes_discounts: false }
    }
}

impl UpdateCart {
    /// Names nothing to be changed.
    #[must_use]
    pub const fn new(cart: CartId, on_absent: OnAbsent) -> Self {
        Self {
            cart,
            on_absent,
            name: None,
            description: None,
            customer: None,
            is_stock_deferred: None,
            separates_locations: None,
            preview_at: None,
            attributes: Vec::new(),
            barred_by: Vec::new(),
            on_same: OnSame::Touch,
        }
    }
}

impl AddLines {
    /// Adds these lines, all or none, in whatever currency the cart or the store has.
    #[must_use]
    pub const fn new(cart: CartId, on_absent: OnAbsent, lines: Vec<AddLine>) -> Self {
        Self { cart, on_absent, currency: None, lines, codes: Vec::new(), on_refusal: OnRefusal::RefuseAll }
    }
}

impl AddLine {
    /// Adds units to whatever the cart has of the product, checks nothing, and attaches nothing.
    #[must_use]
    pub const fn new(new_line: LineId, product: ProductRef, quantity: Quantity) -> Self {
        Self::of(new_line, AddContent::Product { product, variant: None, selection: None }, quantity)
    }

    /// The same, of whatever is to be added.
    #[must_use]
    pub const fn of(new_line: LineId, content: AddContent, quantity: Quantity) -> Self {
        Self {
            new_line,
            content,
            quantity,
            on_duplicate: OnDuplicate::Increase,
            checks: Checks::NONE,
            price_override: None,
            custom_inputs: None,
            location: None,
            options: None,
            notes: None,
            metadata: None,
            taxes: None,
        }
    }
}

impl UpdateLine {
    /// Changes nothing of the line but that it is priced anew, and checks nothing.
    #[must_use]
    pub const fn new(cart: CartId, line: LineRef) -> Self {
        Self {
            cart,
            line,
            quantity: None,
            custom_inputs: None,
            location: None,
            options: None,
            notes: None,
            metadata: None,
            checks: Checks::NONE,
        }
    }
}

impl Checkout {
    /// Makes an order, should it be a new one under this identifier, of what the stock has all of; for whoever the cart
    /// belongs to, unpaid, sent nowhere. The cart stays.
    #[must_use]
    pub fn new(cart: CartId, new_order: OrderId) -> Self {
        Self {
            cart,
            new_order,
            customer: None,
            contact: Contact::default(),
            number: None,
            number_prefix: None,
            external_reference: None,
            billing_address: Address::default(),
            shipping_address: Address::default(),
            attributes: Vec::new(),
            is_stock_checked: true,
            cart_after: CartAfterCheckout::Keep,
            delivery: CheckoutDelivery::NONE,
            payment: None,
        }
    }
}

impl fmt::Display for ProductRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Sku(sku) => sku.fmt(f),
        }
    }
}
