//! An order with everything.

use super::{AT, bundle_line, cart, full_cart, inputs};
use crate::domain::cart::{Content, CustomItem, Line};
use crate::domain::id::{
    OrderId, OrderLineId, ProductId, PromotionId, ShippingMethodId, TransactionId, VariantId,
};
use crate::domain::order::{
    Address, Allocation, Contact, Order, OrderLine, OrderShipping, Transaction, TransactionKind,
    TransactionState,
};
use crate::domain::pricing::{Applied, DeclineReason, Declined, PricedCart, PricedLine, Suggestion};
use crate::domain::promotion::Target;

fn address(name: &str) -> Address {
    let text = |what: &str| format!("{name} {what}");
    Address {
        first_name: text("first"),
        last_name: text("last"),
        phone_number: text("phone"),
        company_name: text("company"),
        line_1: text("line 1"),
        line_2: text("line 2"),
        city: text("city"),
        postcode: text("postcode"),
        county: text("county"),
        region: text("region"),
        country: text("country"),
        instructions: text("instructions"),
    }
}

/// What the order's two lines cost.
fn priced() -> PricedCart {
    let line = PricedLine {
        subtotal: 1_000,
        discount_total: 100,
        tax_total: 90,
        included_tax_total: 5,
        undiscounted_total: 1_100,
        total: 990,
        unit_total: 330,
    };
    PricedCart {
        lines: vec![line, line],
        applied: vec![Applied {
            promotion: Some(PromotionId::new("ten").unwrap()),
            id: "ten".to_owned(),
            code: "SAVE10".to_owned(),
            name: "Ten off".to_owned(),
            is_of_cart: true,
            minor_units: 200,
            shares: vec![(0, 100), (1, 100)],
        }],
        declined: vec![Declined {
            promotion: PromotionId::new("late").unwrap(),
            code: Some("LATE".to_owned()),
            reason: DeclineReason::NotActive,
        }],
        suggestions: vec![Suggestion {
            promotion: PromotionId::new("gift").unwrap(),
            code: "auto_gift".to_owned(),
            name: "A gift".to_owned(),
            gifts: vec![(Target("cup".to_owned()), 1)],
            is_added: true,
        }],
        subtotal: 2_000,
        discount_total: 200,
        tax_total: 180,
        included_tax_total: 10,
        undiscounted_total: 2_200,
        total: 1_980,
        ..PricedCart::nothing(cart().priced_currency)
    }
}

/// The same, its second line what sending it costs.
pub(crate) fn sent_order(id: &str) -> Order {
    let mut order = order(id);
    let custom =
        CustomItem { name: "By post".to_owned(), sku: "post".to_owned(), description: String::new() };
    let line = &mut order.lines[1];
    line.line = Line { content: Content::Custom(custom), ..line.line.clone() };
    order.shipping = Some(OrderShipping {
        place: 1,
        method: ShippingMethodId::new("post").unwrap(),
        name: "By post".to_owned(),
        estimated_days: Some(5),
    });
    order
}

/// An order of two lines, one of them with large custom inputs, of which a part was paid and given back.
pub(crate) fn order(id: &str) -> Order {
    let line = |id: &str, line: Line| OrderLine {
        id: OrderLineId::new(id).unwrap(),
        line,
        sku: "SKU-mug".to_owned(),
        name: "A mug - Large".to_owned(),
        component_names: vec![("drink".to_owned(), "To drink".to_owned())],
    };
    let large = Line { custom_inputs: Some(inputs(3_000)), ..cart().lines.swap_remove(0).into_inner() };
    let transaction = |id: &str, kind: TransactionKind, state: TransactionState| Transaction {
        id: TransactionId::new(id).unwrap(),
        gateway: "manual".to_owned(),
        name: "cash".to_owned(),
        custom_reference: "till 7".to_owned(),
        kind,
        state,
        minor_units: 500,
        refunded_minor_units: if state == TransactionState::Authorized { 0 } else { 200 },
        created_at: AT,
        updated_at: AT,
    };
    let allocation = |variant: Option<&str>| Allocation {
        product: ProductId::new("mug").unwrap(),
        variant: variant.map(|variant| VariantId::new(variant).unwrap()),
        units: 2,
    };
    Order {
        id: OrderId::new(id).unwrap(),
        cart: full_cart().id,
        customer: full_cart().customer,
        contact: Contact {
            is_of_account: true,
            name: "Ada".to_owned(),
            email: "ada@example.com".to_owned(),
            account: "account".to_owned(),
            account_member: "member".to_owned(),
        },
        number: Some("1001".to_owned()),
        external_reference: Some("web-7".to_owned()),
        billing_address: address("billing"),
        shipping_address: address("shipping"),
        attributes: full_cart().attributes,
        currency: cart().priced_currency.unwrap(),
        lines: vec![line("ol-1", large), line("ol-2", bundle_line())],
        priced: priced(),
        is_cancelled: false,
        is_fulfilled: true,
        transactions: vec![
            transaction("t1", TransactionKind::Purchase, TransactionState::Complete),
            transaction("t2", TransactionKind::Authorize, TransactionState::Authorized),
        ],
        shipping: None,
        allocations: vec![allocation(Some("large")), allocation(None)],
        revision: 4,
        created_at: AT,
        updated_at: AT.saturating_add_millis(1),
    }
}
