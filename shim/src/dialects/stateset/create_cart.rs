//! `POST /v1/carts`: makes a cart.

use hyper::StatusCode;
use trolley_engine::domain::cart::{CartStatus, Expiry};
use trolley_engine::domain::command::{Command, CreateCart, NewCart, OnPresent};
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::value::{Members, Value};
use trolley_engine::env::IdForm;
use trolley_engine::{Error, Principal};

use super::access::{Caller, Scope};
use super::address;
use super::cart_body::{CHANNELS, CartBody, Show, attribute};
use super::fields::Fields;
use super::line_to_add;
use super::problem::Refusal;
use super::request_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Most bytes of a locale.
const LOCALE_BYTES_MAX: usize = 35;
/// Most bytes of an e-mail address, as in RFC 5321.
const EMAIL_BYTES_MAX: usize = 254;

/// Source: stateset.md, 3.2, "Nothing is required". Reading: not even a body.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    match read(request, context) {
        Ok(command) => Ok(Plan {
            call: Call::Submit { principal: Principal::Server, commands: vec![Command::CreateCart(command)] },
            encode: Box::new(encode),
        }),
        Err(refusal) => Err(refusal.respond(context)),
    }
}

fn read(request: &Request, context: &Context) -> Result<CreateCart, Refusal> {
    let caller = Caller::of(request, context)?;
    caller.check(Scope::Write)?;
    let mut fields = Fields::of_optional_body(&request.body)?;
    let cart = context.new_id(IdForm::Prefixed("cart_"));
    let customer = fields.id("customer_id")?;
    let session = fields.id::<CartId>(attribute::SESSION_ID)?.map(CartId::into_string);
    let session = session.unwrap_or_else(|| context.new_id_text(IdForm::Prefixed("sess_")));
    let channel =
        fields.text_that(attribute::CHANNEL, format!("be one of {}", CHANNELS.join(", ")), |text| {
            CHANNELS.contains(&text)
        })?;
    let currency = fields.currency("currency")?;
    let locale = fields.text_that(attribute::LOCALE, "be a language tag such as en-US", is_locale)?;
    let lines = fields.list("items")?.unwrap_or_default();
    let lines = line_to_add::decode_list(lines, caller, context)?;
    let shipping_address = address::decode(&mut fields, attribute::SHIPPING_ADDRESS)?;
    let billing_address = address::decode(&mut fields, attribute::BILLING_ADDRESS)?;
    let email = fields.text_that(attribute::EMAIL, "be an e-mail address", is_email)?;
    let expiry = expiry(&mut fields, context)?;
    let metadata = fields.object(attribute::METADATA)?;
    let attributes = [
        (attribute::SESSION_ID, Some(Value::Text(session))),
        (attribute::EMAIL, email.map(Value::Text)),
        (attribute::CHANNEL, channel.map(Value::Text)),
        (attribute::LOCALE, locale.map(Value::Text)),
        (attribute::SHIPPING_ADDRESS, shipping_address),
        (attribute::BILLING_ADDRESS, billing_address),
        (attribute::METADATA, metadata),
    ];
    let attributes: Members =
        attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    Ok(CreateCart {
        cart,
        new: NewCart { customer, attributes, currency, separates_locations: false, ..NewCart::new(expiry) },
        on_present: OnPresent::Refuse,
        status: CartStatus::Active,
        discounts: Vec::new(),
        created_at: None,
        lines,
    })
}

/// Source: stateset.md, 2, `locale`. Reading: anything of the form of a language tag.
fn is_locale(text: &str) -> bool {
    let is_tag = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() <= LOCALE_BYTES_MAX
        && text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        && text.bytes().all(is_tag)
}

/// Source: stateset.md, 3.2, `email`. Reading: something before and after an `@`, and no blanks.
fn is_email(text: &str) -> bool {
    text.len() <= EMAIL_BYTES_MAX
        && text.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && !text.chars().any(|character| character.is_whitespace() || character.is_control())
}

/// Source: stateset.md, 3.2, `expires_at`. Reading: a moment that is not in the future is refused.
fn expiry(fields: &mut Fields, context: &Context) -> Result<Expiry, Refusal> {
    let expires_at = fields.future_time("expires_at", context.now)?;
    let days = context.config().stateset.cart_expiry_days;
    Ok(expires_at.map_or_else(|| Expiry::days_after(days, context.now), Expiry::At))
}

fn encode(context: &Context, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Done { cart: Some(view), .. }) => {
            let body =
                CartBody::of(context, &view, Show { customer: false, tax_breakdown: false, shipping: false });
            return request_id::answer(
                Response::json(StatusCode::CREATED, &body),
                &request_id::name(context),
            );
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) => Refusal::of_error_in_list(&error),
    };
    refusal.respond(context)
}
