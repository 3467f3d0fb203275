//! One of everything that is stored, with every field in use; of carts and products also as version 1 could store them.

pub(crate) mod answers;
pub(crate) mod orders;
pub(crate) mod promotions;

use crate::domain::bundle::{BundlePrice, Component, ComponentOption, SelectedComponent, Selection};
use crate::domain::cart::{
    AutoAdded, Cart, CartDiscount, CartStatus, Content, Counted, CustomInputs, CustomInputsBody, CustomItem,
    EnteredCode, Expiry, LastCheckout, Line, Options,
};
use crate::domain::catalog::{
    CurrencyFormat, CustomInputDefinition, Customer, Image, MetaEntry, PriceTier, Product, ProductStatus,
    Settings, Stock, Variant,
};
use crate::domain::delivery::Delivery;
use crate::domain::id::{
    CartId, CustomerId, LineId, OrderId, ParkedId, ProductId, PromotionId, Sku, TaxId, VariantId,
};
use crate::domain::key::{Key, KeyDigest};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::parked::{Note, Parked};
use crate::domain::quantity::Quantity;
use crate::domain::shared::Shared;
use crate::domain::tax::{Rate, Tax, TaxAmount};
use crate::domain::time::Timestamp;
use crate::domain::value::{Members, Value};

pub(crate) const AT: Timestamp = Timestamp::from_millis(1_767_603_600_000);

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Custom inputs of about so many bytes.
pub(crate) fn inputs(bytes: usize) -> CustomInputs {
    CustomInputs::new(Value::Map(vec![("engraving".to_owned(), text(&"m".repeat(bytes)))])).unwrap()
}

fn members() -> Members {
    let list = vec![Value::Null, Value::Bool(true), Value::Number("1.50".to_owned()), text("\u{e9}")];
    vec![("b".to_owned(), Value::List(list)), ("a".to_owned(), Value::Map(vec![("n".to_owned(), text(""))]))]
}

fn net(minor_units: i64) -> UnitPrice {
    UnitPrice { minor_units, includes_tax: false }
}

pub(crate) fn settings() -> Settings {
    Settings {
        store_id: "store".to_owned(),
        catalog_id: "catalog".to_owned(),
        default_currency: Currency::USD,
        currencies: vec![CurrencyFormat {
            currency: Currency::USD,
            format: "${price}".to_owned(),
            decimal_point: ".".to_owned(),
            thousand_separator: ",".to_owned(),
            decimal_places: 2,
        }],
        delivery: Delivery::default(),
    }
}

pub(crate) fn variant(id: &str) -> Variant {
    Variant {
        id: VariantId::new(id).unwrap(),
        sku: Sku::new(format!("SKU-{id}")).unwrap(),
        name: "Large".to_owned(),
        prices: [(Currency::USD, net(1_200))].into(),
        stock: Some(Stock {
            tracked: true,
            available: 5,
            allocated: 0,
            low_threshold: Some(2),
            backorder: true,
        }),
    }
}

/// As version 1 could store it.
pub(crate) fn product(id: &str) -> Product {
    Product {
        id: ProductId::new(id).unwrap(),
        sku: Sku::new(format!("SKU-{id}")).unwrap(),
        slug: "a-mug".to_owned(),
        name: "A mug".to_owned(),
        description: "To drink from".to_owned(),
        image: Image {
            href: "/mug.png".to_owned(),
            file_name: "mug.png".to_owned(),
            mime_type: "image/png".to_owned(),
        },
        status: ProductStatus::Active,
        category: "mugs".to_owned(),
        attributes: members(),
        meta: vec![MetaEntry { key: "k".to_owned(), value: "v".to_owned() }],
        created_at: AT,
        prices: [(Currency::USD, UnitPrice { minor_units: 950, includes_tax: true })].into(),
        tiers: vec![],
        tax_rate: Rate::ZERO,
        components: vec![],
        bundle_price: BundlePrice::Fixed,
        stock: Stock::UNTRACKED,
        custom_inputs: vec![CustomInputDefinition {
            key: "engraving".to_owned(),
            name: "Engraving".to_owned(),
            required: false,
            characters_max: Some(1_000_000),
        }],
        required_options: vec!["team".to_owned()],
        variants: vec![],
    }
}

pub(crate) fn customer() -> Customer {
    Customer {
        id: CustomerId::new("182").unwrap(),
        name: "Ada".to_owned(),
        email: "ada@example.com".to_owned(),
    }
}

pub(crate) fn key() -> Key {
    Key {
        digest: KeyDigest([7; 32]),
        dialect: "sds_shop".to_owned(),
        kind: "bearer_token".to_owned(),
        scopes: vec!["carts:read".to_owned(), "carts:write".to_owned()],
        customer: Some(CustomerId::new("182").unwrap()),
        hint: "sk_1".to_owned(),
        name: "the till's".to_owned(),
        created_at: Some(AT),
        expires_at: Some(Timestamp::from_millis(AT.as_millis() + 90 * 86_400_000)),
        revoked_at: None,
    }
}

fn content(variant: Option<&str>) -> Content {
    let variant = variant.map(|variant| VariantId::new(variant).unwrap());
    Content::Product { product: ProductId::new("mug").unwrap(), variant, bundle: None }
}

/// A cart of two lines as version 1 could store it: one with everything, one with custom inputs beside the record.
pub(crate) fn cart() -> Cart {
    let full = Line {
        id: LineId::new("line-1").unwrap(),
        sequence: 2,
        content: content(Some("large")),
        quantity: Quantity::MAX,
        auto_added: vec![],
        unit_price: net(0),
        list_price: net(1_200),
        price_overridden: true,
        tax_rate: Rate::ZERO,
        taxes: vec![],
        custom_inputs: Some(inputs(3)),
        location: Some("shelf".to_owned()),
        options: Some(Options { chosen: members(), replaced: true }),
        notes: Some("a note".to_owned()),
        metadata: Some(Value::Map(members())),
        added_at: AT,
        updated_at: AT,
    };
    let beside = CustomInputs { body: CustomInputsBody::Stored, ..inputs(3_000) };
    let bare = Line {
        id: LineId::new("line-2").unwrap(),
        sequence: 300,
        content: content(None),
        quantity: Quantity::ONE,
        price_overridden: false,
        custom_inputs: Some(beside),
        location: None,
        options: None,
        notes: None,
        metadata: None,
        ..full.clone()
    };
    Cart {
        id: CartId::new("user_182").unwrap(),
        customer: Some(CustomerId::new("182").unwrap()),
        status: CartStatus::Converted,
        name: "name".to_owned(),
        description: "description".to_owned(),
        attributes: members(),
        requested_currency: Some(Currency::USD),
        priced_currency: Currency::new("EUR"),
        lines: vec![full.into(), bare.into()],
        discounts: vec![CartDiscount {
            id: "d".to_owned(),
            code: "SAVE".to_owned(),
            name: "Savings".to_owned(),
            minor_units: 100,
        }],
        codes: vec![],
        is_stock_deferred: false,
        separates_locations: true,
        preview_at: None,
        last_checkout: None,
        line_sequence: 301,
        revision: 9,
        created_at: AT,
        updated_at: AT.saturating_add_millis(1),
        counted: Counted { began_at: AT.saturating_add_millis(-5), touched_at: AT.saturating_add_millis(-2) },
        expiry: Expiry::AfterUpdate { span_ms: 1_800_000 },
    }
}

/// A bundle with everything.
pub(crate) fn bundle(id: &str) -> Product {
    let option = |product: &str, is_default: bool| ComponentOption {
        product: ProductId::new(product).unwrap(),
        quantity: 2,
        quantity_min: Some(1),
        quantity_max: Some(5),
        is_default,
        sort_order: Some(-1),
    };
    let component = |key: &str, options: Vec<ComponentOption>| Component {
        key: key.to_owned(),
        name: "Drinks".to_owned(),
        options_min: Some(0),
        options_max: None,
        sort_order: Some(7),
        options,
    };
    Product {
        tiers: vec![PriceTier {
            quantity_min: Quantity::new(10).unwrap(),
            prices: [(Currency::USD, net(900))].into(),
        }],
        tax_rate: Rate::parse("0.0825").unwrap(),
        components: vec![
            component("drink", vec![option("mug", true), option("cup", false)]),
            component("none", vec![]),
        ],
        bundle_price: BundlePrice::Cumulative,
        stock: Stock { tracked: true, available: 3, allocated: 4, low_threshold: None, backorder: false },
        variants: vec![variant("large")],
        ..product(id)
    }
}

/// A line of a bundle, with taxes and units that a promotion has added.
pub(crate) fn bundle_line() -> Line {
    let selected = SelectedComponent {
        key: "drink".to_owned(),
        options: vec![(ProductId::new("mug").unwrap(), 2), (ProductId::new("cup").unwrap(), 1)],
    };
    let tax = |id: &str, amount: TaxAmount| Tax {
        id: TaxId::new(id).unwrap(),
        name: "VAT".to_owned(),
        jurisdiction: Some("UK".to_owned()),
        code: None,
        amount,
    };
    Line {
        id: LineId::new("line-3").unwrap(),
        sequence: 400,
        content: Content::Product {
            product: ProductId::new("set").unwrap(),
            variant: None,
            bundle: Some(Selection::new(vec![selected])),
        },
        quantity: Quantity::new(3).unwrap(),
        auto_added: vec![AutoAdded { promotion: PromotionId::new("gift").unwrap(), units: 2 }],
        tax_rate: Rate::parse("0.2").unwrap(),
        taxes: vec![
            tax("t1", TaxAmount::Rate(Rate::parse("0.0123456789").unwrap())),
            tax("t2", TaxAmount::Fixed(7)),
        ],
        custom_inputs: None,
        ..cart().lines.swap_remove(0).into_inner()
    }
}

/// A cart with everything.
pub(crate) fn full_cart() -> Cart {
    let custom = Line {
        id: LineId::new("line-4").unwrap(),
        sequence: 500,
        content: Content::Custom(CustomItem {
            name: "Wrapping".to_owned(),
            sku: "wrap".to_owned(),
            description: "Paper".to_owned(),
        }),
        custom_inputs: None,
        ..cart().lines.swap_remove(1).into_inner()
    };
    let mut lines = cart().lines;
    lines.extend([bundle_line(), custom].map(Shared::from));
    Cart {
        lines,
        codes: vec![EnteredCode {
            code: "SAVE10".to_owned(),
            promotion: PromotionId::new("ten").unwrap(),
            entered_at: Some(AT),
        }],
        is_stock_deferred: true,
        separates_locations: false,
        preview_at: Some(AT.saturating_add_millis(86_400_000)),
        last_checkout: Some(LastCheckout { order: OrderId::new("order").unwrap(), revision: 8 }),
        line_sequence: 501,
        ..cart()
    }
}

/// A cart with everything that was set aside, large custom inputs among it.
pub(crate) fn parked(id: &str) -> Parked {
    let mut cart = full_cart();
    cart.lines[1].custom_inputs = Some(inputs(3_000));
    Parked {
        id: ParkedId::new(id).unwrap(),
        note: Note::new("red coat").unwrap(),
        parked_at: AT.saturating_add_millis(2),
        cart,
    }
}
