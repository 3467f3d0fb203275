use super::{Found, Router};
use crate::dialects::{BodyKind, DIALECTS, Dialect, Idempotency, Pages, Problem, Route};
use crate::exchange::{Context, Plan, Request, Response};
use hyper::{Method, StatusCode};
use trolley_engine::env::IdForm;

fn decode(_: &Request, _: &Context) -> Result<Plan, Response> {
    Err(Response::empty(StatusCode::NO_CONTENT))
}

fn problem(_: &Context, _: &Problem) -> Response {
    Response::empty(StatusCode::NOT_FOUND)
}

const fn route(method: Method, path: &'static str) -> Route {
    Route { method, path, source: "", body: BodyKind::Ignored, decode }
}

const fn dialect(name: &'static str, owns: &'static [&'static str], routes: &'static [Route]) -> Dialect {
    Dialect {
        name,
        title: name,
        base_path: "",
        owns,
        routes,
        readings: &[],
        admit: None,
        idempotency: Idempotency { headers: &[], caller: |_, _| Vec::new(), meaning: &[] },
        pages: Pages { request_headers: &[], exposed_headers: &[], are_answered: |_| true },
        secrets: &[],
        line_ids: |_| IdForm::Uuid,
        order_line_ids: |_| IdForm::Uuid,
        demo_seed: "{}",
        sample: None,
        bench: None,
        problem,
    }
}

static CARTS_ROUTES: [Route; 6] = [
    route(Method::POST, "/v1/carts"),
    route(Method::GET, "/v1/carts/{cart}"),
    route(Method::POST, "/v1/carts/{id}/items"),
    route(Method::DELETE, "/v1/carts/{id}/items"),
    route(Method::PUT, "/v1/carts/{cart}/items/{line}"),
    route(Method::DELETE, "/v1/carts/{id}/items/{line_id}"),
];
static CARTS: Dialect = dialect("carts", &["/v1/carts"], &CARTS_ROUTES);
static CART_ROUTES: [Route; 1] = [route(Method::GET, "/v1/cart")];
static CART: Dialect = dialect("cart", &["/v1", "/v1/cart"], &CART_ROUTES);
static BOTH: &[&Dialect] = &[&CARTS, &CART];

#[track_caller]
fn check(method: &Method, path: &str, expected: &str) {
    let found = match Router::new(BOTH).unwrap().find(method, path) {
        Found::Endpoint(endpoint, params) => {
            let params: Vec<String> = params.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {}", endpoint.route.path, params.join("&")).trim_end().to_owned()
        }
        Found::OtherMethods(methods) => methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", "),
        Found::Nothing => "nothing".to_owned(),
        Found::NotUtf8 => "not UTF-8".to_owned(),
    };
    assert_eq!(found, expected);
}

#[test]
fn a_path_and_a_method_mean_an_endpoint() {
    check(&Method::GET, "/v1/cart", "/v1/cart");
    check(&Method::POST, "/v1/carts", "/v1/carts");
    check(&Method::GET, "/v1/carts/abc", "/v1/carts/{cart} cart=abc");
    check(&Method::POST, "/v1/carts/abc/items", "/v1/carts/{id}/items id=abc");
    check(&Method::PUT, "/v1/carts/a/items/b", "/v1/carts/{cart}/items/{line} cart=a&line=b");
    check(&Method::DELETE, "/v1/carts/a/items/b", "/v1/carts/{id}/items/{line_id} id=a&line_id=b");
}

#[test]
fn slashes_are_forgiven() {
    check(&Method::GET, "//v1///cart/", "/v1/cart");
    check(&Method::GET, "/v1/carts/abc//", "/v1/carts/{cart} cart=abc");
}

#[test]
fn a_slash_that_something_may_be_missing_behind_deletes_nothing() {
    check(&Method::DELETE, "/v1/carts/a/items", "/v1/carts/{id}/items id=a");
    check(&Method::DELETE, "/v1/carts/a/items/", "nothing");
    check(&Method::DELETE, "/v1/carts/a/items//", "nothing");
    check(&Method::DELETE, "/v1/carts/a/items/b/", "/v1/carts/{id}/items/{line_id} id=a&line_id=b");
}

#[test]
fn parameters_are_percent_decoded() {
    check(&Method::GET, "/v1/carts/a%2Fb%20c", "/v1/carts/{cart} cart=a/b c");
    check(&Method::GET, "/v1/carts/%C3%A9", "/v1/carts/{cart} cart=\u{e9}");
    check(&Method::GET, "/v1/carts/..", "/v1/carts/{cart} cart=..");
    check(&Method::GET, "/v1/carts/%FF", "not UTF-8");
}

#[test]
fn another_method_is_told_from_another_path() {
    check(&Method::DELETE, "/v1/carts/a", "GET");
    check(&Method::GET, "/v1/carts/a/items/b", "PUT, DELETE");
    check(&Method::GET, "/v1/carts/a/items/b/c", "nothing");
    check(&Method::GET, "/", "nothing");
    check(&Method::GET, "*", "nothing");
}

#[track_caller]
fn owned(path: &str, expected: Option<&str>) {
    assert_eq!(Router::new(BOTH).unwrap().owner(path).map(|dialect| dialect.name), expected);
}

#[test]
fn the_longest_beginning_by_whole_segments_owns_a_path() {
    owned("/v1/carts", Some("carts"));
    owned("/v1/carts/a/b/c", Some("carts"));
    owned("/v1/cart", Some("cart"));
    owned("/v1//cart/", Some("cart"));
    owned("/v1/cartsy", Some("cart"));
    owned("/v2/carts", None);
    owned("/", None);
}

#[test]
fn the_dialects_endpoints_stand_beside_each_other() {
    let router = Router::new(DIALECTS).unwrap();
    for dialect in DIALECTS {
        for route in dialect.routes {
            assert_eq!(
                router.owner(route.path).map(|owner| owner.name),
                Some(dialect.name),
                "{}",
                route.path
            );
        }
    }
}
