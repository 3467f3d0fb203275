//! Whatever is stored comes back as it was.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::KEY;
use crate::domain::bundle::{SelectedComponent, Selection};
use crate::domain::cart::{
    AutoAdded, Content, Counted, CustomInputs, CustomInputsBody, CustomItem, LINES_MAX, Line,
};
use crate::domain::catalog::PriceTier;
use crate::domain::delivery::samples::delivery as tables;
use crate::domain::delivery::{ESTIMATED_DAYS_MAX, ZoneRate};
use crate::domain::id::{CartId, LineId, ProductId, ShippingMethodId, TaxId, VariantId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::order::{Order, OrderLine, OrderShipping};
use crate::domain::parked::Note;
use crate::domain::pricing::{PricedCart, PricedLine};
use crate::domain::promotion::{Code, Offer};
use crate::domain::quantity::Quantity;
use crate::domain::shared::Shared;
use crate::domain::tax::{Rate, TAXES_PER_LINE_MAX, Tax, TaxAmount};
use crate::domain::time::Timestamp;
use crate::domain::value::{Fingerprint, Value};
use crate::store::record::{cart, catalog, delivery, order, parked, promotion, value};
use crate::store::{codec, samples};

/// What is priced, with all sums those of its lines.
fn summed(mut priced: PricedCart) -> PricedCart {
    let sum = |part: fn(&PricedLine) -> i64| priced.lines.iter().map(part).sum::<i64>();
    (priced.subtotal, priced.discount_total) = (sum(|line| line.subtotal), sum(|line| line.discount_total));
    (priced.tax_total, priced.included_tax_total) =
        (sum(|line| line.tax_total), sum(|line| line.included_tax_total));
    (priced.undiscounted_total, priced.total) = (sum(|line| line.undiscounted_total), sum(|line| line.total));
    for applied in &mut priced.applied {
        applied.minor_units = applied.shares.iter().map(|(_, share)| share).sum();
    }
    priced
}

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "\\PC{0,6}"]
}

fn some_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        "-?[0-9]{1,9}(\\.[0-9]{1,3})?".prop_map(Value::Number),
        some_text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map(some_text(), inner, 0..4)
                .prop_map(|members| Value::Map(members.into_iter().collect())),
        ]
    })
}

fn some_inputs() -> impl Strategy<Value = Option<CustomInputs>> {
    let beside = (2_049_usize..1_000_000, any::<[u8; 32]>()).prop_map(|(bytes, digest)| {
        Some(CustomInputs { fingerprint: Fingerprint(digest), bytes, body: CustomInputsBody::Stored })
    });
    prop_oneof![some_value().prop_map(CustomInputs::new), beside]
}

fn some_price() -> impl Strategy<Value = UnitPrice> {
    (0..=AMOUNT_MINOR_UNITS_MAX, any::<bool>())
        .prop_map(|(minor_units, includes_tax)| UnitPrice { minor_units, includes_tax })
}

fn some_rate() -> impl Strategy<Value = Rate> {
    (0..=1_000_000_000_000_i64).prop_map(|parts| Rate::new(Decimal::new(parts, 10)).unwrap())
}

fn some_tax() -> impl Strategy<Value = Tax> {
    let amount = prop_oneof![
        some_rate().prop_map(TaxAmount::Rate),
        (0..=AMOUNT_MINOR_UNITS_MAX).prop_map(TaxAmount::Fixed),
    ];
    let texts = (some_text(), prop::option::of(some_text()), prop::option::of(some_text()));
    (any::<u64>(), texts, amount).prop_map(|(id, (name, jurisdiction, code), amount)| Tax {
        id: TaxId::new(id.to_string()).unwrap(),
        name,
        jurisdiction,
        code,
        amount,
    })
}

fn some_id() -> impl Strategy<Value = ProductId> {
    "[!-~]{1,128}".prop_map(|id| ProductId::new(id).unwrap())
}

fn some_content() -> impl Strategy<Value = Content> {
    let options = prop::collection::vec((some_id(), 1..=u32::MAX), 0..4);
    let component = (some_text(), options).prop_map(|(key, options)| SelectedComponent { key, options });
    let selection = prop::collection::vec(component, 0..4).prop_map(Selection::new);
    let product = (some_id(), any::<bool>(), prop::option::of(selection));
    prop_oneof![
        product.prop_map(|(product, has_variant, bundle)| {
            let variant = has_variant.then(|| VariantId::new("large").unwrap());
            Content::Product { product, variant, bundle }
        }),
        (some_text(), some_text(), some_text())
            .prop_map(|(name, sku, description)| Content::Custom(CustomItem { name, sku, description })),
    ]
}

/// Those of a sample, where there are so many units.
fn auto_added(sample: &Line, quantity: i64) -> Vec<AutoAdded> {
    sample.auto_added.iter().filter(|added| i64::from(added.units) <= quantity).cloned().collect()
}

prop_compose! {
    fn some_line()(
        id in "[!-~]{1,128}",
        quantity in 1..=2_147_483_647_i64,
        unit_price in some_price(),
        list_price in some_price(),
        custom_inputs in some_inputs(),
        location in prop::option::of(some_text()),
        notes in prop::option::of(some_text()),
        metadata in prop::option::of(some_value()),
        moments in any::<(i64, i64)>(),
        content in some_content(),
        tax_rate in some_rate(),
        taxes in prop::collection::vec(some_tax(), 0..=TAXES_PER_LINE_MAX),
    ) -> Line {
        let sample = samples::bundle_line();
        Line {
            id: LineId::new(id).unwrap(),
            quantity: Quantity::new(quantity).unwrap(),
            content, auto_added: auto_added(&sample, quantity), tax_rate, taxes,
            unit_price, list_price, custom_inputs, location, notes, metadata,
            added_at: Timestamp::from_millis(moments.0),
            updated_at: Timestamp::from_millis(moments.1),
            ..sample
        }
    }
}

/// The line as one of an order, which has all its custom inputs.
fn in_order(sample: &Order, line: Line) -> OrderLine {
    let is_loaded = |inputs: &CustomInputs| inputs.value().is_some();
    let custom_inputs = line.custom_inputs.filter(is_loaded).or_else(|| Some(samples::inputs(9_000)));
    OrderLine { line: Line { custom_inputs, ..line }, ..sample.lines[0].clone() }
}

proptest! {
    #[test]
    fn a_cart_comes_back_as_it_was(
        id in "[!-~]{1,128}",
        lines in prop::collection::vec(some_line(), 0..8),
        steps in prop::collection::vec(1_u64..1 << 40, 8),
        name in some_text(),
        moments in any::<(i64, i64)>(),
        counts in any::<(u32, u64)>(),
    ) {
        let mut stored = samples::full_cart();
        stored.id = CartId::new(id).unwrap();
        stored.name = name;
        stored.revision = counts.1;
        stored.created_at = Timestamp::from_millis(moments.0.min(moments.1));
        stored.updated_at = Timestamp::from_millis(moments.0.max(moments.1));
        stored.counted = Counted {
            began_at: Timestamp::from_millis(moments.1),
            touched_at: Timestamp::from_millis(moments.0),
        };
        stored.lines = lines.into_iter().map(Shared::from).collect();
        let mut sequence = 0;
        for (line, step) in stored.lines.iter_mut().zip(steps) {
            sequence += step;
            line.sequence = sequence;
        }
        stored.line_sequence = sequence + u64::from(counts.0);
        let sealed = cart::seal(&KEY, 0, &stored).unwrap();
        prop_assert_eq!(cart::open(&KEY, &sealed).unwrap(), stored);
    }

    #[test]
    fn what_is_set_aside_comes_back_as_it_was(
        lines in prop::collection::vec(some_line(), 1..8),
        note in "\\PC{0,500}",
        numbers in any::<(u64, u32)>(),
    ) {
        let mut stored = samples::parked("p");
        let sample = samples::orders::order("order");
        stored.note = Note::new(note).unwrap();
        stored.parked_at = stored.cart.updated_at.saturating_add_millis(i64::from(numbers.1));
        stored.cart.line_sequence = lines.len() as u64;
        stored.cart.lines = lines.into_iter().map(|line| in_order(&sample, line).line.into()).collect();
        for (line, sequence) in stored.cart.lines.iter_mut().zip(1..) {
            line.sequence = sequence;
        }
        let sealed = parked::seal(numbers.0, 0, &stored).unwrap();
        prop_assert_eq!(parked::sequence("p", &sealed).unwrap(), numbers.0);
        prop_assert_eq!(parked::open("p", &sealed).unwrap(), (numbers.0, stored));
    }

    #[test]
    fn a_value_comes_back_as_it_was(stored in some_value()) {
        let sealed = value::seal("blobs", &KEY, &stored).unwrap();
        prop_assert_eq!(value::open("blobs", &KEY, &sealed).unwrap(), stored);
    }

    #[test]
    fn an_order_comes_back_as_it_was(
        lines in prop::collection::vec(some_line(), 0..8),
        texts in prop::collection::vec(some_text(), 6),
        flags in any::<(bool, bool, bool)>(),
        amounts in prop::collection::vec((0..=10_000_000_i64, 0..=1_000_i64), 8),
        days in any::<Option<u32>>(),
    ) {
        let sample = samples::orders::order("order");
        let mut stored = Order { is_cancelled: flags.0, is_fulfilled: flags.1, ..sample.clone() };
        stored.contact.is_of_account = flags.2;
        stored.contact.name.clone_from(&texts[0]);
        stored.billing_address.line_1.clone_from(&texts[1]);
        stored.shipping_address.instructions.clone_from(&texts[2]);
        stored.number = Some(texts[3].clone());
        stored.transactions[0].gateway.clone_from(&texts[4]);
        stored.priced.declined[0].code = Some(texts[5].clone());
        stored.lines = lines.into_iter().map(|line| in_order(&sample, line)).collect();
        stored.priced.lines.clear();
        stored.priced.applied[0].shares.clear();
        for (place, (_, (total, off))) in stored.lines.iter().zip(&amounts).enumerate() {
            let priced = PricedLine { total: *total, discount_total: *off, ..sample.priced.lines[0] };
            stored.priced.lines.push(priced);
            stored.priced.applied[0].shares.push((place, *off));
        }
        stored.priced = summed(stored.priced);
        if let Some(place) = stored.lines.iter().position(|line| line.line.custom().is_some()) {
            stored.shipping = Some(OrderShipping {
                place,
                method: ShippingMethodId::new("post").unwrap(),
                name: texts[0].clone(),
                estimated_days: days,
            });
        }
        let most = stored.priced.total / 2;
        for transaction in &mut stored.transactions {
            transaction.minor_units = transaction.minor_units.min(most);
            transaction.refunded_minor_units = transaction.refunded_minor_units.min(most);
        }
        let sealed = order::seal(&KEY, &stored).unwrap();
        prop_assert_eq!(order::open(&KEY, &sealed).unwrap(), stored);
    }

    #[test]
    fn tables_of_delivery_come_back_as_they_were(
        names in prop::collection::vec("[ -~]{1,12}", 3),
        amounts in prop::collection::vec(0..=AMOUNT_MINOR_UNITS_MAX, 2),
        days in prop::option::of(0..=ESTIMATED_DAYS_MAX),
        countries in prop::collection::vec("[A-Z]{2}", 0..5),
        region in prop::option::of("[ -~]{1,12}"),
        rates in prop::collection::vec(some_rate(), 0..=TAXES_PER_LINE_MAX),
    ) {
        let mut stored = tables();
        let method = &mut stored.methods[0];
        (method.name, method.estimated_days) = (names[0].clone(), days);
        method.amounts = [(Currency::USD, amounts[0])].into();
        method.free_subtotal_min = [(Currency::USD, amounts[1])].into();
        method.countries = countries;
        let zone = &mut stored.zones[0];
        zone.region = region;
        zone.rates = rates.into_iter().map(|rate| ZoneRate { name: names[1].clone(), rate }).collect();
        let sealed = delivery::seal("delivery", &stored).unwrap();
        prop_assert_eq!(delivery::open("delivery", &sealed).unwrap(), stored);
    }

    #[test]
    fn a_bundle_comes_back_as_it_was(
        texts in prop::collection::vec(some_text(), 3),
        tax_rate in some_rate(),
        numbers in any::<(Option<u32>, Option<u32>, Option<i64>)>(),
        quantities in prop::collection::btree_set(1..=2_147_483_647_i64, 0..5),
        price in some_price(),
        units in (1..=u32::MAX, 0..=i64::MAX, 0..=i64::MAX),
    ) {
        let mut stored = samples::bundle("set");
        stored.tax_rate = tax_rate;
        stored.name = texts[0].clone();
        stored.tiers = quantities
            .into_iter()
            .map(|units| PriceTier {
                quantity_min: Quantity::new(units).unwrap(),
                prices: [(Currency::USD, price)].into(),
            })
            .collect();
        let component = &mut stored.components[0];
        component.name = texts[1].clone();
        (component.options_min, component.options_max, component.sort_order) = numbers;
        let option = &mut component.options[0];
        option.quantity = units.0;
        (option.quantity_min, option.quantity_max, option.sort_order) = numbers;
        (stored.stock.available, stored.stock.allocated) = (units.1, units.2);
        let sealed = catalog::seal_product(&stored).unwrap();
        prop_assert_eq!(catalog::open_product("set", &sealed).unwrap(), stored);
    }

    #[test]
    fn a_promotion_comes_back_as_it_was(
        texts in prop::collection::vec(some_text(), 3),
        reward in prop::sample::select(samples::promotions::rewards()),
        moments in any::<(i64, Option<i64>, Option<i64>)>(),
        minor_units in 1..=AMOUNT_MINOR_UNITS_MAX,
        limits in any::<(Option<u32>, Option<u64>, bool)>(),
    ) {
        let mut stored = samples::promotions::promotion("ten", reward);
        (stored.name, stored.description) = (texts[0].clone(), texts[1].clone());
        stored.created_at = Timestamp::from_millis(moments.0);
        stored.starts_at = moments.1.map(Timestamp::from_millis);
        stored.ends_at = moments.2.map(Timestamp::from_millis);
        stored.subtotal_min = [(Currency::USD, minor_units)].into();
        stored.applications_max = limits.0;
        stored.is_enabled = limits.2;
        stored.offer = Offer::ByCode(vec![Code { code: texts[2].clone(), uses_max: limits.1 }]);
        let sealed = promotion::seal(&stored).unwrap();
        prop_assert_eq!(promotion::open("ten", &sealed).unwrap(), stored);
    }

    #[test]
    fn bytes_that_are_no_record_are_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        // With a true checksum, so that it is the decoder and the rules that refuse. Whatever is read is a cart.
        for version in [1, 2] {
            let sealed = codec::seal("carts", &KEY, version, &RawBytes(&body)).unwrap();
            if let Ok(cart) = cart::open(&KEY, &sealed) {
                prop_assert!(cart.lines.len() <= LINES_MAX);
            }
        }
        for version in [2, 3] {
            let sealed = codec::seal("orders", &KEY, version, &RawBytes(&body)).unwrap();
            if let Ok(order) = order::open(&KEY, &sealed) {
                prop_assert_eq!(order.lines.len(), order.priced.lines.len());
            }
        }
        let sealed = codec::seal("meta", b"delivery", 3, &RawBytes(&body)).unwrap();
        if let Ok(delivery) = delivery::open("delivery", &sealed) {
            prop_assert!(delivery.check().is_ok());
        }
    }
}

/// Bytes as they are, without their number before them.
struct RawBytes<'a>(&'a [u8]);

impl bincode::Encode for RawBytes<'_> {
    fn encode<E: bincode::enc::Encoder>(&self, encoder: &mut E) -> Result<(), bincode::error::EncodeError> {
        self.0.iter().try_for_each(|byte| byte.encode(encoder))
    }
}
