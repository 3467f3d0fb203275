//! The Elastic Path cart API.

mod access_token;
mod add_line;
mod addition;
mod address;
mod answer;
mod auth;
mod bulk_add;
mod bulk_taxes;
mod bundle;
mod cancel_transaction;
mod capture;
mod cart;
mod cart_fields;
mod cart_settings;
mod change_lines;
mod checkout;
mod clear_cart;
mod collection;
mod component_product;
mod contact;
mod copy_lines;
mod create_cart;
mod currencies;
mod custom_attributes;
mod custom_inputs;
mod custom_item;
mod delete_cart;
mod get_cart;
mod get_lines;
mod get_order;
mod get_order_lines;
mod get_transaction;
mod get_transactions;
mod include;
mod included;
mod inventory;
mod line;
mod line_change;
mod line_to_add;
mod list_carts;
mod list_orders;
mod list_promotions;
mod money;
mod named;
mod order;
mod order_answer;
mod order_line;
mod order_target;
mod owners;
mod paging;
mod payment;
mod problem;
mod promotion;
mod promotion_line;
mod promotion_schema;
mod readings;
mod refund;
mod refusal;
mod related;
mod remove_code;
mod remove_line;
mod schema;
mod secrets;
mod selection;
mod shown;
mod target;
mod tax_item;
mod taxes;
mod taxes_sent;
mod timestamps;
mod token;
mod transaction;
mod update_cart;
mod update_line;
mod update_order;
mod bench;

pub use address::DefaultAddress;
pub use readings::{Auth, CART_EXPIRY_DAYS_MAX, CustomerCarts, Readings, Stock};

use hyper::Method;
use trolley_engine::env::IdForm;

use crate::dialects::{BodyKind, Dialect, Idempotency, Pages, Route};

/// The name of the dialect in configuration and keys.
const NAME: &str = "elastic_path";

const JSON: BodyKind = BodyKind::Json { bytes_max: schema::BODY_BYTES_MAX };
const LIST: BodyKind = BodyKind::Json { bytes_max: schema::LIST_BODY_BYTES_MAX };
const FORM: BodyKind = BodyKind::Form { bytes_max: access_token::FORM_BYTES_MAX };

/// The Elastic Path cart API.
pub static DIALECT: Dialect = Dialect {
    name: NAME,
    title: "Elastic Path",
    base_path: "",
    owns: &["/v2", "/oauth"],
    routes: &[
        Route {
            method: Method::POST,
            path: "/oauth/access_token",
            source: "elasticpath.md, 2. Authentication",
            body: FORM,
            decode: access_token::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/carts/{cart}/items",
            source: "004_dda9b2f8eeb71665, POST Add Product to Cart",
            body: LIST,
            decode: add_line::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/carts",
            source: "elasticpath.md, 3.1 Create",
            body: JSON,
            decode: create_cart::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/carts/{cart}",
            source: "elasticpath.md, 3.2 Get",
            body: BodyKind::Ignored,
            decode: get_cart::decode,
        },
        Route {
            method: Method::PUT,
            path: "/v2/carts/{cart}",
            source: "elasticpath.md, 3.3 Update",
            body: JSON,
            decode: update_cart::decode,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}",
            source: "elasticpath.md, 3.4 Delete",
            body: BodyKind::Ignored,
            decode: delete_cart::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/carts/{cart}/items",
            source: "elasticpath.md, 5. GET /v2/carts/:id/items",
            body: BodyKind::Ignored,
            decode: get_lines::decode,
        },
        Route {
            method: Method::PUT,
            path: "/v2/carts/{cart}/items/{line}",
            source: "elasticpath.md, 7.1",
            body: JSON,
            decode: update_line::decode,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}/items/{line}",
            source: "elasticpath.md, 7.3",
            body: BodyKind::Ignored,
            decode: remove_line::decode,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}/items",
            source: "elasticpath.md, 7.4",
            body: BodyKind::Ignored,
            decode: clear_cart::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/carts",
            source: "elasticpath.md, 3.5 List",
            body: BodyKind::Ignored,
            decode: list_carts::decode,
        },
        Route {
            method: Method::PUT,
            path: "/v2/carts/{cart}/items",
            source: "elasticpath.md, 7.2",
            body: LIST,
            decode: change_lines::decode,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}/discounts/{code}",
            source: "elasticpath.md, 7.5",
            body: BodyKind::Ignored,
            decode: remove_code::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/carts/{cart}/items/{line}/taxes",
            source: "elasticpath.md, 12. Tax items",
            body: JSON,
            decode: taxes::add,
        },
        Route {
            method: Method::PUT,
            path: "/v2/carts/{cart}/items/{line}/taxes/{tax}",
            source: "elasticpath.md, 12. Tax items",
            body: JSON,
            decode: taxes::update,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}/items/{line}/taxes/{tax}",
            source: "elasticpath.md, 12. Tax items",
            body: BodyKind::Ignored,
            decode: taxes::remove,
        },
        Route {
            method: Method::POST,
            path: "/v2/carts/{cart}/taxes",
            source: "elasticpath.md, 12. Tax items",
            body: LIST,
            decode: bulk_taxes::add,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}/taxes",
            source: "elasticpath.md, 12. Tax items",
            body: BodyKind::Ignored,
            decode: bulk_taxes::clear,
        },
        Route {
            method: Method::POST,
            path: "/v2/carts/{cart}/relationships/customers",
            source: "elasticpath.md, 3.6 Owner associations",
            body: JSON,
            decode: owners::add_customer,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}/relationships/customers",
            source: "elasticpath.md, 3.6 Owner associations",
            body: JSON,
            decode: owners::remove_customer,
        },
        Route {
            method: Method::POST,
            path: "/v2/carts/{cart}/relationships/accounts",
            source: "elasticpath.md, 3.6 Owner associations",
            body: JSON,
            decode: owners::add_accounts,
        },
        Route {
            method: Method::DELETE,
            path: "/v2/carts/{cart}/relationships/accounts",
            source: "elasticpath.md, 3.6 Owner associations",
            body: JSON,
            decode: owners::remove_accounts,
        },
        Route {
            method: Method::GET,
            path: "/v2/settings/cart",
            source: "elasticpath.md, 3.7 Store cart settings",
            body: BodyKind::Ignored,
            decode: cart_settings::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/currencies",
            source: "elasticpath.md, 15. Currency",
            body: BodyKind::Ignored,
            decode: currencies::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/promotions",
            source: "elasticpath.md, 13.1 Kinds",
            body: BodyKind::Ignored,
            decode: list_promotions::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/inventories/{product}",
            source: "elasticpath.md, 16. Inventory",
            body: BodyKind::Ignored,
            decode: inventory::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/carts/{cart}/checkout",
            source: "elasticpath.md, 18.1",
            body: JSON,
            decode: checkout::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/orders",
            source: "elasticpath.md, 18.3",
            body: BodyKind::Ignored,
            decode: list_orders::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/orders/{order}",
            source: "elasticpath.md, 18.3",
            body: BodyKind::Ignored,
            decode: get_order::decode,
        },
        Route {
            method: Method::PUT,
            path: "/v2/orders/{order}",
            source: "elasticpath.md, 18.3",
            body: JSON,
            decode: update_order::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/orders/{order}/items",
            source: "elasticpath.md, 18.3",
            body: BodyKind::Ignored,
            decode: get_order_lines::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/orders/{order}/payments",
            source: "elasticpath.md, 18.2",
            body: JSON,
            decode: payment::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/orders/{order}/transactions",
            source: "elasticpath.md, 18.3",
            body: BodyKind::Ignored,
            decode: get_transactions::decode,
        },
        Route {
            method: Method::GET,
            path: "/v2/orders/{order}/transactions/{transaction}",
            source: "elasticpath.md, 18.3",
            body: BodyKind::Ignored,
            decode: get_transaction::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/orders/{order}/transactions/{transaction}/capture",
            source: "elasticpath.md, 18.2",
            body: BodyKind::Ignored,
            decode: capture::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/orders/{order}/transactions/{transaction}/refund",
            source: "elasticpath.md, 18.2",
            body: JSON,
            decode: refund::decode,
        },
        Route {
            method: Method::POST,
            path: "/v2/orders/{order}/transactions/{transaction}/cancel",
            source: "elasticpath.md, 18.2 and 19",
            body: BodyKind::Ignored,
            decode: cancel_transaction::decode,
        },
    ],
    // Source: elasticpath.md, 1 ("Headers"): what the vendor's clients send.
    readings: readings::READINGS,
    admit: None,
    idempotency: Idempotency {
        headers: &["idempotency-key"],
        caller: auth::proved,
        meaning: &["x-moltin-currency"],
    },
    pages: Pages {
        request_headers: &[
            "authorization",
            "content-type",
            "idempotency-key",
            "x-moltin-currency",
            "x-moltin-customer-token",
            "ep-account-management-authentication-token",
            "ep-channel",
            "ep-context-tag",
            "x-moltin-language",
            "x-moltin-application",
            "x-moltin-sdk-language",
            "x-moltin-sdk-version",
            "x-moltin-auth-store",
        ],
        exposed_headers: &["idempotency-replayed"],
        are_answered: |_| true,
    },
    secrets: secrets::SECRETS,
    line_ids: |_| IdForm::Uuid,
    order_line_ids: |_| IdForm::Uuid,
    demo_seed: include_str!("../../../../fixtures/seed/elastic_path.json"),
    sample: None,
    bench: Some(&bench::BENCH),
    problem: problem::respond,
};
