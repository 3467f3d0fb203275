//! Records of an older version as records of the next: what was not there yet has the value that leaves all as
//! it was.

use super::{v1, v2, v3, v4};

pub(super) fn cart_of_v3(cart: v3::cart::Cart<'_>) -> v4::cart::Cart<'_> {
    v4::cart::Cart { cart, began_after_ms: 0, touched_after_ms: 0 }
}

pub(super) fn parked_of_v3(parked: v3::parked::Parked<'_>) -> v4::parked::Parked<'_> {
    let v3::parked::Parked { sequence, note, parked_at_ms, cart } = parked;
    v4::parked::Parked { sequence, note, parked_at_ms, cart: cart_of_v3(cart) }
}

pub(super) fn cart_of_v2(cart: v2::Cart<'_>) -> v3::cart::Cart<'_> {
    v3::cart::Cart { entered_at_ms: vec![None; cart.codes.len()], cart }
}

pub(super) fn cart(cart: v1::Cart<'_>) -> v2::Cart<'_> {
    // Lines that have been kept apart stay so.
    let separates_locations = cart.lines.iter().any(|line| line.location.is_some());
    v2::Cart {
        id: cart.id,
        customer: cart.customer,
        status: cart.status,
        name: cart.name,
        description: cart.description,
        attributes: cart.attributes,
        requested_currency: cart.requested_currency,
        priced_currency: cart.priced_currency,
        lines: cart.lines.into_iter().map(line).collect(),
        discounts: cart.discounts,
        codes: Vec::new(),
        is_stock_deferred: false,
        separates_locations,
        preview_at_ms: None,
        last_checkout: None,
        line_sequence: cart.line_sequence,
        revision: cart.revision,
        created_at_ms: cart.created_at_ms,
        updated_at_ms: cart.updated_at_ms,
        expiry: cart.expiry,
    }
}

fn line(line: v1::Line<'_>) -> v2::Line<'_> {
    v2::Line {
        id: line.id,
        sequence: line.sequence,
        content: v2::Content::Product { product: line.product, variant: line.variant, bundle: None },
        quantity: line.quantity,
        auto_added: Vec::new(),
        unit_price: line.unit_price,
        list_price: line.list_price,
        price_overridden: line.price_overridden,
        tax_rate: 0,
        taxes: Vec::new(),
        custom_inputs: line.custom_inputs,
        location: line.location,
        options: line.options,
        notes: line.notes,
        metadata: line.metadata,
        added_at_ms: line.added_at_ms,
        updated_at_ms: line.updated_at_ms,
    }
}

pub(super) fn product(product: v1::Product<'_>) -> v2::Product<'_> {
    v2::Product {
        id: product.id,
        sku: product.sku,
        slug: product.slug,
        name: product.name,
        description: product.description,
        image: product.image,
        is_active: product.is_active,
        category: product.category,
        attributes: product.attributes,
        meta: product.meta,
        created_at_ms: product.created_at_ms,
        prices: product.prices,
        tiers: Vec::new(),
        tax_rate: 0,
        components: Vec::new(),
        bundle_price: v2::BundlePrice::Fixed,
        stock: stock(product.stock),
        custom_inputs: product.custom_inputs,
        required_options: product.required_options,
        variants: product.variants.into_iter().map(variant).collect(),
    }
}

fn variant(variant: v1::Variant<'_>) -> v2::Variant<'_> {
    let v1::Variant { id, sku, name, prices, stock } = variant;
    v2::Variant { id, sku, name, prices, stock: stock.map(self::stock) }
}

const fn stock(stock: v1::Stock) -> v2::Stock {
    let v1::Stock { tracked, available, low_threshold, backorder } = stock;
    v2::Stock { tracked, available, allocated: 0, low_threshold, backorder }
}
