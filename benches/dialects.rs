//! What dialects do to a request and to what the engine says, without a wire: one cart, read and added to by each of the
//! four documented APIs.

mod questions;

use std::fmt;
use std::sync::Arc;

use hyper::StatusCode;
use trolley::backups::BackupKeeper;
use trolley::config::Config;
use trolley::demo;
use trolley::dialects::DIALECTS;
use trolley::exchange::{Call, Context, Encode, Plan, Reply, Request, Response, Shared, TokenSecret};
use trolley::keyring::Keyring;
use trolley::rate::RateCounters;
use trolley::router::{Endpoint, Found, Router};
use trolley::seed;
use trolley_engine::domain::id::CartId;
use trolley_engine::engine::keyed::Viewed;
use trolley_engine::env::{IdForm, Ids};
use trolley_engine::{CartView, Command, Engine, LineIds, Options, Profile, Submission};

pub use self::questions::{QUESTIONS, Question};
use crate::Result;
use crate::commands::{NOW, create, submission};
use crate::shop::{Offers, PRODUCTS, catalog};

/// A server without its wire, and a question to it that has been asked once.
pub struct Desk {
    engine: Engine,
    context: Context,
    endpoint: Endpoint,
    request: Request,
    replied: Replied,
    expected: Response,
}

/// What the engine said to the question.
enum Replied {
    Look(Box<CartView>),
    Change(Box<Viewed>),
}

/// A question that is decoded, with what the engine said to it.
pub struct Answerable {
    encode: Encode,
    reply: Reply,
}

impl Desk {
    /// A server with the demo's keys, in whose store the cart has so many lines, and where this question is asked and
    /// answered once.
    ///
    /// # Errors
    ///
    /// Where the cart cannot be made, or the answer is none.
    pub fn new(question: &Question, lines: usize) -> Result<Self> {
        let engine = Engine::in_memory(Options::new(Profile::Memory))?;
        seed::load(&engine, &demo::seeds()?, NOW)?;
        let catalog = catalog(PRODUCTS, Offers::None)?;
        engine.submit(submission(vec![Command::Import(Box::new(catalog))]))?;
        engine.submit(submission(vec![create(&CartId::new(questions::CART)?, 0..lines)?]))?;
        let router = Router::new(DIALECTS)?;
        let (method, path) = question.target();
        let Found::Endpoint(endpoint, params) = router.find(&method, path) else {
            return Err(format!("{path} is nowhere").into());
        };
        let request = Request { params, ..question.request() };
        let context = context(&engine);
        let Plan { call, encode } = decode(&endpoint, &request, &context)?;
        let replied = ask(&engine, &context, call)?;
        let expected = encode(&context, Ok(replied.to_reply()));
        let desk = Self { engine, context, endpoint, request, replied, expected };
        desk.check_expected(question, lines)?;
        Ok(desk)
    }

    /// Decodes the question.
    ///
    /// # Errors
    ///
    /// Where it is refused.
    pub fn decode(&self) -> Result<Plan> {
        decode(&self.endpoint, &self.request, &self.context)
    }

    /// The question decoded, with what the engine said. Not to be measured.
    ///
    /// # Errors
    ///
    /// As for [`Desk::decode`].
    pub fn answerable(&self) -> Result<Answerable> {
        Ok(Answerable { encode: self.decode()?.encode, reply: self.replied.to_reply() })
    }

    /// Encodes the answer.
    #[must_use]
    pub fn encode(&self, answerable: Answerable) -> Response {
        (answerable.encode)(&self.context, Ok(answerable.reply))
    }

    /// Whether this is the answer.
    #[must_use]
    pub fn is_expected(&self, response: &Response) -> bool {
        response.status == self.expected.status && response.body == self.expected.body
    }

    /// Whether this is what the question asks of the engine.
    #[must_use]
    pub fn is_asked(&self, plan: &Plan) -> bool {
        match &self.replied {
            Replied::Look(_) => matches!(plan.call, Call::Read { .. } | Call::ReadStored { .. }),
            Replied::Change(_) => matches!(plan.call, Call::Submit { .. } | Call::SubmitUnseen { .. }),
        }
    }

    /// The answer must be a good one. One to a reading names all lines.
    fn check_expected(&self, question: &Question, lines: usize) -> Result<()> {
        let Response { status, body, .. } = &self.expected;
        let body = std::str::from_utf8(body)?;
        let named = |line: &usize| body.contains(&format!("{line:012}"));
        let is_whole = question.asked != "read" || (0..lines).all(|line| named(&line));
        if [StatusCode::OK, StatusCode::CREATED].contains(status) && is_whole && !body.is_empty() {
            Ok(())
        } else {
            Err(format!("{}: {status} {body}", question.dialect).into())
        }
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("engine", &self.engine)
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Answerable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answerable").field("reply", &self.reply).finish_non_exhaustive()
    }
}

impl Replied {
    fn to_reply(&self) -> Reply {
        match self {
            Self::Look(view) => Reply::Cart(Some(view.clone())),
            Self::Change(viewed) => Reply::from((**viewed).clone()),
        }
    }
}

fn decode(endpoint: &Endpoint, request: &Request, context: &Context) -> Result<Plan> {
    let plan = (endpoint.route.decode)(request, context);
    plan.map_err(|refused| format!("{refused:?}").into())
}

fn ask(engine: &Engine, context: &Context, call: Call) -> Result<Replied> {
    let line_ids = LineIds { source: Arc::clone(&context.shared.ids), form: IdForm::Uuid };
    match call {
        Call::Read { principal, cart, reuse: _ } => {
            let view = engine.find_cart(&cart, &principal, NOW)?.ok_or("the cart is not there")?;
            Ok(Replied::Look(Box::new(view)))
        }
        Call::ReadStored { principal, cart, reuse: _ } => {
            let view = engine.find_stored_cart(&cart, &principal, NOW)?.ok_or("the cart is not there")?;
            Ok(Replied::Look(Box::new(view)))
        }
        Call::Submit { principal, commands } | Call::SubmitUnseen { principal, commands } => {
            let receipt = engine.submit(Submission { at: NOW, principal, commands, line_ids })?;
            Ok(Replied::Change(Box::new(engine.view_receipt(receipt, NOW)?)))
        }
        other => Err(format!("{other:?} is neither a look at a cart nor a change").into()),
    }
}

fn context(engine: &Engine) -> Context {
    let config = Config::documented();
    let backups = Arc::new(BackupKeeper::new(&config.server));
    let shared = Shared {
        config,
        settings: engine.settings(),
        ids: Arc::new(OneOfEach),
        token_secret: TokenSecret([7; 32]),
        rates: RateCounters::default(),
        backups,
    };
    Context {
        shared: Arc::new(shared),
        now: NOW,
        counted: NOW,
        keyring: Keyring::new(engine.keys(), NOW, Arc::default()),
        base_url: "http://127.0.0.1:2278".into(),
        request_id: Some("benchmark".to_owned()),
    }
}

/// Identifiers that are always the same, and are not asked of the operating system: that is not what is measured.
#[derive(Debug)]
struct OneOfEach;

impl Ids for OneOfEach {
    fn next(&self, form: IdForm) -> String {
        const UUID: &str = "3d1c9b58-0000-4000-8000-000000000001";
        match form {
            IdForm::Uuid => UUID.to_owned(),
            IdForm::Prefixed(prefix) => format!("{prefix}{UUID}"),
            IdForm::Cuid(_) => "cmk0xjmo00000nx0kq7d2v5ju".to_owned(),
            IdForm::Secret(prefix) => format!("{prefix}{:064}", 1),
        }
    }
}
