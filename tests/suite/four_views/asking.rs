//! How each API is asked for what happens in a story, and for the cart.

use serde_json::{Value as Json, json};
use trolley_harness::client::Request;

use super::ledger::Ledger;
use super::shelf::{About, CURRENCIES, GOODS};
use super::story::{Entry, OnBoth, StateSetAdd, Step};

/// The cart by the names that the four APIs have for it.
#[derive(Debug, Clone)]
pub(super) enum Named {
    /// The customer whom all know.
    Customer,
    /// A guest, by a UUID.
    Guest(String),
}

/// Who asks.
#[derive(Debug)]
pub(super) struct Callers {
    /// The number of the story, which no other has.
    pub(super) story: u64,
    pub(super) cart: Named,
    /// A token of the shop's own server.
    pub(super) elastic_path: String,
}

/// The customer, and the bearer token that SDS shop knows the same one by.
pub(super) const CUSTOMER: &str = "182";
const CUSTOMER_TOKEN: &str = "Bearer 1|demo";
const STOREKIT_KEY: &str = "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402";
/// Has all scopes.
const STATESET_KEY: &str = "Bearer sk_test_demo_admin";
/// Has not that of setting prices.
const STATESET_KEY_OF_SHOPPERS: &str = "Bearer YOUR_API_KEY";
pub(super) const CODE: &str = "SAVE10";

impl Callers {
    /// What the cart is called where its identifier is asked for.
    pub(super) fn cart_id(&self) -> String {
        match &self.cart {
            Named::Customer => format!("user_{CUSTOMER}"),
            Named::Guest(guest) => format!("guest_{guest}"),
        }
    }

    /// Another guest's cart, by its UUID. One that is closed is followed by the next one.
    fn other_guest(&self, before: &Ledger) -> String {
        format!("00000000-0000-4000-9000-{:06}{:06}", self.story, before.closed_others)
    }

    fn other_cart_id(&self, before: &Ledger) -> String {
        format!("guest_{}", self.other_guest(before))
    }

    fn storekit(&self, method: &str) -> Request {
        self.storekit_at(method, "/v1/cart")
    }

    fn storekit_at(&self, method: &str, path: &str) -> Request {
        let request = Request::new(method, path).header("x-api-key", STOREKIT_KEY);
        match &self.cart {
            Named::Customer => request.header("x-customer-id", CUSTOMER),
            Named::Guest(guest) => request.header("x-guest-token", guest),
        }
    }

    fn sds_shop(&self, method: &str, sku: Option<&str>) -> Request {
        let sku = sku.map(|sku| format!("/{sku}")).unwrap_or_default();
        let request =
            Request::new(method, &format!("/api/v1/shop/cart{sku}")).header("X-API-Key", "123456789");
        match &self.cart {
            Named::Customer => request.header("Authorization", CUSTOMER_TOKEN),
            Named::Guest(_) => request.header("X-Cart-ID", &self.cart_id()),
        }
    }

    fn stateset(&self, method: &str, below: &str) -> Request {
        Request::new(method, &format!("/v1/carts/{}{below}", self.cart_id()))
            .header("Authorization", STATESET_KEY)
    }

    fn elastic_path(&self, method: &str, below: &str) -> Request {
        self.elastic_path_of(method, &self.cart_id(), below)
    }

    fn elastic_path_of(&self, method: &str, cart: &str, below: &str) -> Request {
        Request::new(method, &format!("/v2/carts/{cart}{below}"))
            .header("Authorization", &format!("Bearer {}", self.elastic_path))
    }

    /// Requests to look at the cart, in the order of the views.
    pub(super) fn looks(&self) -> [Request; 4] {
        [
            self.storekit("GET"),
            self.stateset("GET", "?calculate_tax=true"),
            self.sds_shop("GET", None),
            self.elastic_path("GET", "/items"),
        ]
    }

    /// The request of a step; lines are named as they stand before it.
    pub(super) fn ask(&self, step: &Step, before: &Ledger) -> Request {
        if let Step::Refused { what } = step {
            return self.refused(*what);
        }
        let storekit_or_sds_shop = self.ask_storekit_or_sds_shop(step, before);
        let asked = storekit_or_sds_shop.or_else(|| self.ask_stateset(step, before));
        asked.or_else(|| self.ask_elastic_path(step, before)).expect("every step is asked of one of them")
    }

    fn ask_storekit_or_sds_shop(&self, step: &Step, before: &Ledger) -> Option<Request> {
        Some(match step {
            Step::StoreKitAdd { good, units } => self.storekit("POST").json(
                &json!({"productId": GOODS[*good].product_or_variant(), "quantity": units}).to_string(),
            ),
            Step::StoreKitRemove { line } => {
                self.storekit("DELETE").json(&json!({"cartId": before.line_id(*line)}).to_string())
            }
            Step::StoreKitMerge => self
                .storekit_at("POST", "/v1/auth/merge-guest-data")
                .json(&json!({"guestToken": self.other_guest(before)}).to_string()),
            Step::SdsAdd { good, units, team } => {
                let body = sds_body(*units, team.then_some(true));
                self.sds_shop("POST", Some(GOODS[*good].sku)).json(&body)
            }
            Step::SdsSet { line, units, options } => {
                self.sds_shop("PUT", Some(before.line_sku(*line))).json(&sds_body(*units, *options))
            }
            Step::SdsRemove { line } => self.sds_shop("DELETE", Some(before.line_sku(*line))),
            Step::SdsClear => self.sds_shop("DELETE", None),
            _ => return None,
        })
    }

    fn ask_stateset(&self, step: &Step, before: &Ledger) -> Option<Request> {
        let line = |line: &usize| format!("/items/{}", before.line_id(*line));
        Some(match step {
            Step::StateSetAdd { adds } => {
                let body = match &adds[..] {
                    [add] => stateset_line(add),
                    adds => json!({"items": adds.iter().map(stateset_line).collect::<Vec<_>>()}),
                };
                self.stateset("POST", "/items").json(&body.to_string())
            }
            Step::StateSetSet { line: place, units, validate, patch } => {
                let mut body = json!({"notes": "in paper", "validate_inventory": validate});
                if let Some(units) = units {
                    body["quantity"] = (*units).into();
                }
                let method = if *patch { "PATCH" } else { "PUT" };
                self.stateset(method, &line(place)).json(&body.to_string())
            }
            Step::StateSetRemove { line: place } => self.stateset("DELETE", &line(place)),
            Step::StateSetClear { keep_code } => {
                self.stateset("POST", "/clear").json(&json!({"preserve_coupons": keep_code}).to_string())
            }
            Step::StateSetEnter { try_only, spelled } => self
                .stateset("POST", "/coupons")
                .json(&json!({"code": spelled, "validate_only": try_only}).to_string()),
            Step::StateSetLeave { spelled } => self.stateset("DELETE", &format!("/coupons/{spelled}")),
            Step::StateSetMerge { on_both, delete } => {
                let strategy = match on_both {
                    OnBoth::Combine => "combine",
                    OnBoth::KeepSource => "keep_source",
                    OnBoth::KeepTarget => "keep_target",
                };
                let body = json!({"source_cart_id": self.other_cart_id(before), "merge_strategy": strategy,
                    "delete_source_cart": delete});
                self.stateset("POST", "/merge").json(&body.to_string())
            }
            _ => return None,
        })
    }

    fn ask_elastic_path(&self, step: &Step, before: &Ledger) -> Option<Request> {
        let line = |line: &usize| format!("/items/{}", before.line_id(*line));
        Some(match step {
            Step::ElasticCopy { all_or_nothing } => {
                let data = json!({"type": "cart_items", "cart_id": self.other_cart_id(before)});
                let options = json!({"add_all_or_nothing": all_or_nothing});
                self.elastic_path("POST", "/items")
                    .json(&json!({"data": data, "options": options}).to_string())
            }
            Step::OtherAdd { entries, currency } => {
                let request = self.elastic_path_of("POST", &self.other_cart_id(before), "/items");
                with_currency(request, *currency).json(&list(entries, false))
            }
            Step::ElasticAdd { entry, currency } => {
                with_currency(self.elastic_path("POST", "/items"), *currency)
                    .json(&json!({"data": elastic_entry(entry)}).to_string())
            }
            Step::ElasticAddAll { entries, all_or_nothing } => {
                self.elastic_path("POST", "/items").json(&list(entries, *all_or_nothing))
            }
            Step::ElasticSet { line: place, units } => {
                self.elastic_path("PUT", &line(place)).json(&json!({"data": {"quantity": units}}).to_string())
            }
            Step::ElasticSetAll { changes, all_or_nothing } => {
                let change =
                    |(line, units): &(usize, i64)| json!({"id": before.line_id(*line), "quantity": units});
                let data: Vec<Json> = changes.iter().map(change).collect();
                let options = json!({"update_all_or_nothing": all_or_nothing});
                self.elastic_path("PUT", "/items")
                    .json(&json!({"data": data, "options": options}).to_string())
            }
            Step::ElasticRemove { line: place } => self.elastic_path("DELETE", &line(place)),
            Step::ElasticClear => self.elastic_path("DELETE", "/items"),
            Step::ElasticDelete => self.elastic_path("DELETE", ""),
            Step::ElasticLeave => self.elastic_path("DELETE", &format!("/discounts/{CODE}")),
            Step::ElasticTax { line: place, thousandths } => {
                self.elastic_path("POST", &format!("{}/taxes", line(place))).json(&tax_body(*thousandths))
            }
            Step::ElasticUntax => self.elastic_path("DELETE", "/taxes"),
            _ => return None,
        })
    }

    /// A request that is refused whatever is in the cart.
    fn refused(&self, what: usize) -> Request {
        let mug = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a02";
        let socks = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a03";
        let storekit = |body: &str| self.storekit("POST").json(body);
        let stateset = |body: &str| self.stateset("POST", "/items").json(body);
        let sds_shop = |sku: &str, body: &str| self.sds_shop("POST", Some(sku)).json(body);
        let elastic_path = |body: &str| self.elastic_path("POST", "/items").json(body);
        let all = [
            storekit(r#"{"productId":"nothing","quantity":1}"#),
            storekit(&format!(r#"{{"productId":"{mug}","quantity":0}}"#)),
            storekit(&format!(r#"{{"productId":"{mug}","quantity":1.5}}"#)),
            storekit(&format!(r#"{{"productId":"{mug}","quantity":2147483648}}"#)),
            storekit(&format!(r#"{{"productId":"{socks}","quantity":1}}"#)),
            storekit(r#"{"quantity":1}"#),
            self.storekit("DELETE").json(r#"{"cartId":"line-nowhere"}"#),
            sds_shop("NOTHING", r#"{"quantity":1}"#),
            sds_shop("TROLLEY-MUG", r#"{"quantity":-1}"#),
            sds_shop("TROLLEY-MUG", r#"{"quantity":41}"#),
            sds_shop("TROLLEY-SOCKS", r#"{"quantity":1}"#),
            sds_shop("CK-SDS001", r#"{"quantity":1,"options":{"team_id":""}}"#),
            self.sds_shop("PUT", Some("PS-SDS005")).json(r#"{"quantity":2}"#),
            self.sds_shop("DELETE", Some("PS-SDS005")),
            stateset(r#"{"product_id":"nothing","quantity":1}"#),
            stateset(&format!(r#"{{"product_id":"{mug}","quantity":"2"}}"#)),
            stateset(&format!(r#"{{"product_id":"{mug}","quantity":41}}"#)),
            stateset(&format!(r#"{{"product_id":"{socks}","quantity":1}}"#)),
            stateset(&format!(
                r#"{{"items":[{{"product_id":"{mug}","quantity":1}},{{"product_id":"{mug}","quantity":0}}]}}"#
            )),
            Request::new("POST", &format!("/v1/carts/{}/items", self.cart_id()))
                .header("Authorization", STATESET_KEY_OF_SHOPPERS)
                .json(&format!(r#"{{"product_id":"{mug}","quantity":1,"price_override":1}}"#)),
            elastic_path(r#"{"data":{"type":"cart_item","id":"nothing","quantity":1}}"#),
            elastic_path(r#"{"data":{"type":"cart_item","sku":"TROLLEY-MUG","quantity":0}}"#),
            elastic_path(r#"{"data":{"type":"cart_item","sku":"TROLLEY-MUG","quantity":41}}"#),
            elastic_path(r#"{"data":{"type":"promotion_item","code":"NOTHING"}}"#),
            elastic_path(r#"{"data":{"type":"custom_item","name":"Wrapping","price":{"amount":-1}}}"#),
            elastic_path(r#"{"data":{"type":"cart_item","sku":"tshcom","quantity":1}}"#),
            self.elastic_path("PUT", "/items/line-nowhere").json(r#"{"data":{"quantity":2}}"#),
            self.elastic_path("DELETE", "/items/line-nowhere"),
        ];
        all[what % all.len()].clone()
    }
}

fn sds_body(units: Option<i64>, options: Option<bool>) -> String {
    let mut body = json!({});
    if let Some(units) = units {
        body["quantity"] = units.into();
    }
    if let Some(team) = options {
        body["options"] = if team { json!({"team_id": "20"}) } else { json!({"color": "red"}) };
    }
    body.to_string()
}

fn stateset_line(add: &StateSetAdd) -> Json {
    let good = &GOODS[add.good];
    let mut line = json!({"product_id": good.product, "quantity": add.units});
    if let Some(variant) = good.variant {
        line["variant_id"] = variant.into();
    }
    if add.replace {
        line["replace_quantity"] = true.into();
    }
    if !add.validate {
        line["validate_inventory"] = false.into();
    }
    if let Some(price) = add.price {
        line["price_override"] = price.into();
    }
    if add.notes {
        line["notes"] = "in paper".into();
    }
    line
}

fn elastic_entry(entry: &Entry) -> Json {
    match entry {
        Entry::Product { good, by_sku, units } => {
            let good = &GOODS[*good];
            let mut data = json!({"type": "cart_item", "quantity": units});
            match by_sku {
                true => data["sku"] = good.sku.into(),
                false => data["id"] = good.product_or_variant().into(),
            }
            match good.about {
                About::Nothing | About::DefaultSelection => {}
                About::Selection(selected) => {
                    let selected: Json = serde_json::from_str(selected).expect("it is JSON");
                    data["bundle_configuration"] = json!({"selected_options": selected});
                }
                About::Text(text) => data["custom_inputs"] = json!({"front": text}),
            }
            data
        }
        Entry::Custom { custom, units } => json!({
            "type": "custom_item", "name": "Custom", "sku": custom.sku, "quantity": units,
            "price": {"amount": custom.price, "includes_tax": custom.includes_tax},
        }),
        Entry::Code => json!({"type": "promotion_item", "code": CODE}),
    }
}

fn with_currency(request: Request, currency: Option<usize>) -> Request {
    match currency {
        Some(currency) => request.header("X-MOLTIN-CURRENCY", CURRENCIES[currency]),
        None => request,
    }
}

fn list(entries: &[Entry], all_or_nothing: bool) -> String {
    let data: Vec<Json> = entries.iter().map(elastic_entry).collect();
    json!({"data": data, "options": {"add_all_or_nothing": all_or_nothing}}).to_string()
}

fn tax_body(thousandths: i64) -> String {
    format!(r#"{{"data":{{"type":"tax_item","name":"Tax","rate":0.{thousandths:03}}}}}"#)
}
