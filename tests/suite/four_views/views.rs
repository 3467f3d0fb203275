//! What each API shows of the cart, in words that can be compared: all amounts in minor units, none through a float.

use serde_json::Value as Json;
use trolley_harness::client::Answer;

use super::asking::CODE;

/// What a view shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    /// Whether there is a cart at all.
    pub(super) exists: bool,
    pub(super) customer: Option<String>,
    pub(super) lines: Vec<ViewLine>,
    pub(super) amounts: Vec<(&'static str, i64)>,
}

/// What a view shows of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ViewLine {
    /// What names it, in the view's order.
    pub(super) names: Vec<String>,
    pub(super) amounts: Vec<(&'static str, i64)>,
}

/// What went wrong, for people.
pub(super) type Fault = String;

/// StoreKit: newest first, products at the catalog's prices, nothing of the whole.
pub(super) fn storekit(answer: &Answer, places: usize) -> Result<View, Fault> {
    let body = ok(answer)?;
    let line = |line: &Json| {
        let product = &line["product"];
        Ok(ViewLine {
            names: texts(line, &["id", "productId"])?.into_iter().chain(texts(product, &["id"])?).collect(),
            amounts: vec![
                ("units", int(&line["quantity"])?),
                ("list price", minor_units(&product["price"], places)?),
            ],
        })
    };
    let lines = list(&body["data"], line)?;
    let customers = list(&body["data"], |line| Ok(line["customerId"].as_str().map(str::to_owned)))?;
    if customers.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(format!("lines of several customers: {customers:?}"));
    }
    Ok(View {
        exists: true,
        customer: customers.into_iter().next().flatten(),
        amounts: vec![("lines", int(&body["count"])?)],
        lines,
    })
}

/// StateSet: everything.
pub(super) fn stateset(answer: &Answer) -> Result<View, Fault> {
    if answer.status == 404 {
        return Ok(View { exists: false, customer: None, lines: Vec::new(), amounts: Vec::new() });
    }
    let body = ok(answer)?;
    let line = |line: &Json| {
        Ok(ViewLine {
            names: texts(line, &["id", "product_id", "sku"])?
                .into_iter()
                .chain([line["variant_id"].as_str().unwrap_or_default().to_owned()])
                .collect(),
            amounts: vec![
                ("units", int(&line["quantity"])?),
                ("price", int(&line["unit_price"])?),
                ("list price", int(&line["list_price"])?),
                ("subtotal", int(&line["subtotal"])?),
                ("off by code", off(line, true)?),
                ("off by gift", off(line, false)?),
                ("left", int(&line["final_price"])?),
            ],
        })
    };
    let coupons: i64 = list(&body["applied_coupons"], |coupon| int(&coupon["discount_amount"]))?.iter().sum();
    let promotions: i64 =
        list(&body["applied_promotions"], |promotion| int(&promotion["discount_amount"]))?.iter().sum();
    let taxes: i64 = list(&body["tax_breakdown"], |tax| int(&tax["amount"]))?.iter().sum();
    Ok(View {
        exists: true,
        customer: body["customer_id"].as_str().map(str::to_owned),
        lines: list(&body["items"], line)?,
        amounts: vec![
            ("lines", int(&body["unique_item_count"])?),
            ("units", int(&body["item_count"])?),
            ("subtotal", int(&body["subtotal"])?),
            ("off", int(&body["discount_amount"])?),
            ("off by code", coupons),
            ("off by gift", promotions),
            ("tax", int(&body["tax_amount"])?),
            ("taxes", taxes),
            ("total", int(&body["total"])?),
        ],
    })
}

/// What the code, or the gift's promotion, takes off a line in StateSet's view.
fn off(line: &Json, by_code: bool) -> Result<i64, Fault> {
    let off = list(&line["discounts"], |discount| {
        let is_meant = (discount["code"] == CODE) == by_code;
        if is_meant { int(&discount["amount"]) } else { Ok(0) }
    })?;
    Ok(off.iter().sum())
}

/// SDS shop: lines as they are before anything is taken off, and their sum.
pub(super) fn sds_shop(answer: &Answer, places: usize) -> Result<View, Fault> {
    let body = ok(answer)?;
    let cart = &body["data"]["cart_data"];
    let line = |line: &Json| {
        Ok(ViewLine {
            names: texts(line, &["id", "sku"])?,
            amounts: vec![
                ("units", int(&line["quantity"])?),
                ("price", minor_units(&line["price"], places)?),
                ("subtotal", minor_units(&line["subtotal"], places)?),
            ],
        })
    };
    let formatted = cart["formatted_total"].as_str().unwrap_or_default();
    Ok(View {
        exists: true,
        customer: cart["id"].as_str().and_then(|id| id.strip_prefix("user_")).map(str::to_owned),
        lines: list(&cart["items"], line)?,
        amounts: vec![
            ("lines", int(&cart["items_count"])?),
            ("units", int(&cart["items_quantity"])?),
            ("subtotal", minor_units(&cart["total"], places)?),
            ("formatted subtotal", digits(formatted)?),
            ("empty", i64::from(cart["is_empty"] == true)),
        ],
    })
}

/// Elastic Path: everything but what is the catalog's price of a line whose price was set; promotions on the cart are
/// lines behind the others.
pub(super) fn elastic_path(answer: &Answer) -> Result<View, Fault> {
    let body = ok(answer)?;
    let line = |line: &Json| -> Result<ViewLine, Fault> {
        let mut amounts = vec![
            ("units", int(&line["quantity"])?),
            ("price", int(&line["unit_price"]["amount"])?),
            ("subtotal", int(&line["value"]["amount"])?),
            ("tax in price", i64::from(line["unit_price"]["includes_tax"] == true)),
            ("gifts", line.get("auto_add_quantity").map_or(Ok(0), int)?),
        ];
        amounts.extend(displayed(&line["meta"]["display_price"], |price| &price["value"])?);
        amounts.push(("total of one", display(&line["meta"]["display_price"]["with_tax"]["unit"])?));
        let product = line["product_id"].as_str().unwrap_or_default().to_owned();
        Ok(ViewLine { names: texts(line, &["id", "sku"])?.into_iter().chain([product]).collect(), amounts })
    };
    let is_promotion = |line: &&Json| line["type"] == "promotion_item";
    let all = body["data"].as_array().ok_or("no lines")?;
    let promotions: Vec<&Json> = all.iter().filter(is_promotion).collect();
    let off: Vec<i64> =
        promotions.iter().map(|line| int(&line["value"]["amount"])).collect::<Result<_, _>>()?;
    let mut amounts = displayed(&body["meta"]["display_price"], |price| price)?;
    amounts.push(("off by code", -off.iter().sum::<i64>()));
    amounts.push(("promotions", promotions.len().try_into().map_err(|_| "too many")?));
    let lines = all.iter().filter(|line| !is_promotion(line)).map(line).collect::<Result<_, _>>()?;
    Ok(View { exists: true, customer: None, lines, amounts })
}

/// The parts of a price that is taken apart.
fn displayed(prices: &Json, of: impl Fn(&Json) -> &Json) -> Result<Vec<(&'static str, i64)>, Fault> {
    let named = [
        ("total", "with_tax"),
        ("untaxed", "without_tax"),
        ("all tax", "tax"),
        ("off", "discount"),
        ("undiscounted", "without_discount"),
    ];
    named.into_iter().map(|(name, member)| Ok((name, display(of(&prices[member]))?))).collect()
}

/// An amount, which its text must say too.
fn display(price: &Json) -> Result<i64, Fault> {
    let amount = int(&price["amount"])?;
    let formatted = price["formatted"].as_str().unwrap_or_default();
    if digits(formatted)? != amount {
        return Err(format!("{formatted:?} is not {amount}"));
    }
    Ok(amount)
}

/// The identifiers of the lines, in the order of the cart.
pub(super) fn line_ids(elastic_path: &View) -> Vec<String> {
    elastic_path.lines.iter().map(|line| line.names[0].clone()).collect()
}

/// What the code takes off each line.
pub(super) fn shares(stateset: &View) -> Vec<i64> {
    let of = |line: &ViewLine| {
        let found = line.amounts.iter().find(|(name, _)| *name == "off by code");
        found.map_or(0, |(_, off)| *off)
    };
    stateset.lines.iter().map(of).collect()
}

fn ok(answer: &Answer) -> Result<Json, Fault> {
    if answer.status != 200 {
        return Err(format!("status {}: {}", answer.status, answer.text()));
    }
    serde_json::from_slice(&answer.body).map_err(|error| format!("{error}: {}", answer.text()))
}

fn list<T>(json: &Json, of: impl Fn(&Json) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    json.as_array().ok_or_else(|| format!("no list: {json}"))?.iter().map(of).collect()
}

fn texts(json: &Json, members: &[&str]) -> Result<Vec<String>, Fault> {
    let text = |member: &&str| json[*member].as_str().map(str::to_owned);
    members.iter().map(|member| text(member).ok_or_else(|| format!("no text {member}: {json}"))).collect()
}

fn int(json: &Json) -> Result<i64, Fault> {
    let text = json.as_number().map(ToString::to_string).ok_or_else(|| format!("no number: {json}"))?;
    text.parse().map_err(|_| format!("no whole number: {text}"))
}

/// The minor units of a decimal that has at most so many places.
fn minor_units(json: &Json, places: usize) -> Result<i64, Fault> {
    let text = json.as_number().map(ToString::to_string).ok_or_else(|| format!("no number: {json}"))?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if places < fraction.len() || fraction.ends_with('0') || text.ends_with('.') {
        return Err(format!("not the shortest decimal of an amount: {text}"));
    }
    format!("{whole}{fraction:0<places$}").parse().map_err(|_| format!("no amount: {text}"))
}

/// The minor units of an amount for people: its digits, and its sign.
fn digits(formatted: &str) -> Result<i64, Fault> {
    let digits: String =
        formatted.chars().filter(|character| character.is_ascii_digit() || *character == '-').collect();
    digits.parse().map_err(|_| format!("no amount: {formatted:?}"))
}
