//! Everybody who may ask, by the headers that each one sends.

use super::world::{Headers, World};

/// Everybody who asks this API, by name.
pub(super) fn people(dialect: &str, world: &World) -> Vec<(&'static str, Headers)> {
    let mut everybody = strangers(dialect);
    everybody.extend(match dialect {
        "storekit" => storekit(),
        "stateset" => stateset(),
        "sds_shop" => sds_shop(),
        "elastic_path" => elastic_path(world),
        _ => Vec::new(),
    });
    everybody
}

/// Whoever is known to no API, or to another, or no longer.
fn strangers(dialect: &str) -> Vec<(&'static str, Headers)> {
    let is_bearer = !["storekit", "sds_shop"].contains(&dialect);
    let shown = |secret: &str| -> Headers {
        if is_bearer {
            vec![("Authorization", format!("Bearer {secret}"))]
        } else {
            vec![("x-api-key", secret.to_owned())]
        }
    };
    let malformed = if is_bearer {
        vec![("Authorization", "Basic eDp5".to_owned())]
    } else {
        vec![("x-api-key", " ".to_owned())]
    };
    let foreign = if dialect == "stateset" { "123456789" } else { "YOUR_API_KEY" };
    vec![
        ("none", Vec::new()),
        ("malformed", malformed),
        ("unknown", shown("nobody")),
        ("foreign", shown(foreign)),
        ("expired", shown(&format!("{dialect}-expired"))),
        ("revoked", shown(&format!("{dialect}-revoked"))),
        ("operator", shown("demo-operator")),
        ("admin", shown("demo-admin")),
    ]
}

fn storekit() -> Vec<(&'static str, Headers)> {
    let key = || {
        ("x-api-key", "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402".to_owned())
    };
    let named = |customer: &str| vec![key(), ("x-customer-id", customer.to_owned())];
    vec![("guest", vec![key()]), ("eve", named("customer-183")), ("sam", named("customer-182"))]
}

fn stateset() -> Vec<(&'static str, Headers)> {
    let bearer = |secret: &str| vec![("Authorization", format!("Bearer {secret}"))];
    vec![
        ("nothing", bearer("stateset-nothing")),
        ("read", bearer("rk_live_demo_read")),
        ("write", bearer("rk_live_demo_write")),
        ("price", bearer("stateset-price")),
        ("orders", bearer("stateset-orders")),
        ("all", bearer("sk_test_demo_admin")),
    ]
}

fn sds_shop() -> Vec<(&'static str, Headers)> {
    let key = || ("X-API-Key", "123456789".to_owned());
    let user = |token: &str| vec![key(), ("Authorization", format!("Bearer {token}"))];
    // Only customers have such carts, and only their own tokens lead there.
    let with_cart = |mut headers: Headers| {
        headers.push(("X-Cart-ID", "user_customer-182".to_owned()));
        headers
    };
    vec![
        ("guest", vec![key()]),
        ("guesser", with_cart(vec![key()])),
        ("no_key", vec![("Authorization", "Bearer 5|sam".to_owned())]),
        ("old_user", user("3|expired")),
        ("ex_user", user("4|revoked")),
        ("eve", with_cart(user("2|eve"))),
        ("sam", user("5|sam")),
    ]
}

fn elastic_path(world: &World) -> Vec<(&'static str, Headers)> {
    let bearer = |token: &str| vec![("Authorization", format!("Bearer {token}"))];
    let with = |customer: &str| {
        let mut headers = bearer(&world.storefront_token);
        headers.push(("X-Moltin-Customer-Token", customer.to_owned()));
        headers
    };
    vec![
        ("ex_client", bearer(&world.token_of_revoked)),
        ("nothing", bearer("elastic_path-nothing")),
        ("implicit", bearer(&world.storefront_token)),
        ("old_sam", with("sam-expired")),
        ("eve", with("eve")),
        ("sam", with("sam")),
        ("server", bearer(&world.backend_token)),
    ]
}
