//! The way of one request: screened, routed, read, decoded, asked of the engine, encoded.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, EXPECT, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
    TRANSFER_ENCODING, X_CONTENT_TYPE_OPTIONS,
};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode, Uri};
use tokio::sync::Semaphore;
use trolley_engine::env::{Clock, IdForm};
use trolley_engine::{Command, Engine, Error, LineIds, Principal, Submission, Timestamp, Trial};

use super::backing_up::BackingUp;
use super::body::LargeBodies;
use super::finished::Finished;
use super::host::Hosts;
use super::idempotency::Asked;
use super::limits::{LINE_BYTES_MAX, Limits, OVERSIZE_BYTES_MAX, UNREAD_BYTES_MAX};
use super::once::Once;
use super::origin::{Origins, Sender};
use super::wire::Progress;
use super::{body, cors, generic};
use crate::dialects::trouble::Trouble;
use crate::dialects::{Dialect, Problem};
use crate::exchange::backups::BackupCall;
use crate::exchange::{Call, Context, Plan, Reply, Request, RequestBody, Response, Shared, header};
use crate::keyring::Keyring;
use crate::router::{Endpoint, Found, Router};

/// The header by which callers name their requests.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How many headers most answers have besides their own: what is set here, and what the library sets.
const HEADERS_OF_ALL: usize = 4;

/// Everything that answering requests needs.
pub(super) struct Service {
    pub(super) engine: Arc<Engine>,
    pub(super) backing_up: BackingUp,
    pub(super) shared: Arc<Shared>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) limits: Limits,
    /// Places for looks at many carts, which take their time.
    pub(super) searches: Arc<Semaphore>,
    /// What large bodies may keep of memory.
    pub(super) large_bodies: LargeBodies,
    /// Answers that may be given again.
    pub(super) finished: Finished,
    pub(super) router: Router,
    pub(super) hosts: Hosts,
    pub(super) origins: Origins,
    /// Where callers reach the server whose own word on that is not to be trusted.
    pub(super) base_url: Arc<str>,
}

/// A request on its way.
struct Exchange {
    method: Method,
    /// Whether the caller waits for a word before sending the body.
    waits_for_word: bool,
    dialect: Option<&'static Dialect>,
    sender: Sender,
    context: Context,
    /// The endpoint's path as its dialect has it, for the log: the path itself may have secrets in it.
    pattern: &'static str,
    /// Headers that the answer has, whatever it is.
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Service {
    /// Answers a request.
    pub(super) async fn respond(
        &self,
        request: hyper::Request<Incoming>,
        progress: &Progress,
    ) -> hyper::Response<Full<Bytes>> {
        progress.begin_request();
        let (head, mut body) = request.into_parts();
        let now = self.clock.now();
        let mut exchange = Exchange {
            method: head.method.clone(),
            waits_for_word: head.headers.contains_key(EXPECT),
            dialect: None,
            sender: self.origins.sender(&head.headers),
            context: Context {
                shared: Arc::clone(&self.shared),
                now,
                counted: self.engine.counted(now),
                keyring: Keyring::new(self.engine.keys(), now, progress.shown()),
                base_url: Arc::clone(&self.base_url),
                request_id: header(&head.headers, &REQUEST_ID).map(str::to_owned),
            },
            pattern: "",
            headers: Vec::new(),
        };
        let answering = self.answer(&mut exchange, head, &mut body, progress);
        let answered = match tokio::time::timeout(self.limits.request_timeout, answering).await {
            Ok(answered) => answered,
            Err(_) => Err(Problem::Unavailable(timed_out(&exchange.method))),
        };
        progress.end_work();
        let may_go_on = self.finish_body(&exchange, &mut body, &answered).await;
        let response = answered.unwrap_or_else(|problem| exchange.problem(&problem));
        tracing::info!(
            method = %exchange.method,
            path = exchange.pattern,
            status = response.status.as_u16(),
            "answered"
        );
        progress.end_request();
        exchange.into_hyper(response, may_go_on)
    }

    async fn answer(
        &self,
        exchange: &mut Exchange,
        head: Parts,
        body: &mut Incoming,
        progress: &Progress,
    ) -> Result<Response, Problem> {
        let found = match self.screen(&head, &exchange.sender, progress) {
            Ok(base_url) => {
                exchange.context.base_url = base_url;
                Ok(self.router.find(&head.method, head.uri.path()))
            }
            Err(problem) => Err(problem),
        };
        let (endpoint, params) = match found {
            Ok(Found::Endpoint(endpoint, params)) => (endpoint, params),
            other => {
                // Whose the path is decides how it is refused.
                exchange.dialect = self.router.owner(head.uri.path());
                return match other? {
                    Found::OtherMethods(methods) => Ok(exchange.other_methods(&methods, &head.headers)),
                    Found::NotUtf8 => Err(Problem::BadRequest),
                    Found::Nothing | Found::Endpoint(..) => Err(Problem::PathNotFound),
                };
            }
        };
        (exchange.dialect, exchange.pattern) = (Some(endpoint.dialect), endpoint.route.path);
        let config = &self.shared.config;
        // What it is allowed to keep of memory is kept until there is an answer.
        let (body, _allowance) = body::read(endpoint.route.body, config, &head.headers, body, self).await?;
        progress.begin_work();
        let request = request(head, params, body);
        if let Some(admit) = endpoint.dialect.admit {
            let admission = no_panic(|| admit(&request, &exchange.context))?;
            exchange.headers = admission.headers;
            if let Some(refusal) = admission.refusal {
                return Ok(refusal);
            }
        }
        let context = &exchange.context;
        let Plan { call, encode } = match no_panic(|| (endpoint.route.decode)(&request, context))? {
            Ok(plan) => plan,
            Err(response) => return Ok(response),
        };
        let line_ids =
            if makes_order(&call) { endpoint.dialect.order_line_ids } else { endpoint.dialect.line_ids };
        let form = line_ids(context.now);
        let is_submitted = matches!(call, Call::Submit { .. } | Call::SubmitUnseen { .. });
        let asked = if is_submitted { Asked::find(&endpoint, &request, context)? } else { None };
        let reply = match (call, asked) {
            (
                Call::Submit { principal, commands } | Call::SubmitUnseen { principal, commands },
                Some(asked),
            ) => {
                let submission = self.submission(context.now, principal, commands, form);
                let request = &request;
                return self
                    .submit_once(Once { endpoint, request, context, submission, encode, asked })
                    .await;
            }
            (call, _) if is_submitted => self.call(call, context.now, form).await,
            (call, _) => return self.look(&endpoint, &request, context, form, Plan { call, encode }).await,
        };
        if let Err(error) = &reply {
            log_error(&endpoint, error);
        }
        no_panic(|| encode(context, reply))
    }

    /// Lets no request through that is ambiguous, sent to another server's name, or sent by a page that may not; where
    /// the caller reaches this server.
    fn screen(&self, head: &Parts, sender: &Sender, progress: &Progress) -> Result<Arc<str>, Problem> {
        let two_lengths = head.headers.contains_key(TRANSFER_ENCODING) && progress.saw_two_lengths();
        let is_long = LINE_BYTES_MAX < target_len(&head.uri)
            || head.headers.values().any(|value| LINE_BYTES_MAX < value.len());
        let is_coded = head
            .headers
            .get_all(TRANSFER_ENCODING)
            .iter()
            .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"chunked"));
        if two_lengths || is_long || is_coded {
            return Err(Problem::BadRequest);
        }
        let base_url = self.hosts.check(&head.uri, &head.headers)?;
        match sender {
            Sender::Stranger => Err(Problem::ForeignOrigin),
            Sender::Program | Sender::Page { .. } => Ok(base_url),
        }
    }

    /// Asks the engine: the only place that does, but for [`Service::submit`] and [`Service::submit_once`].
    pub(super) async fn call(&self, call: Call, now: Timestamp, form: IdForm) -> Result<Reply, Error> {
        match call {
            Call::Submit { principal, commands } => {
                let receipt = self.submit(self.submission(now, principal, commands, form)).await?;
                self.engine.view_receipt(receipt, now).map(Reply::from)
            }
            Call::SubmitUnseen { principal, commands } => {
                self.submit(self.submission(now, principal, commands, form)).await.map(Reply::from)
            }
            Call::Read { principal, cart, reuse: _ } => {
                let cart = self.engine.find_cart(&cart, &principal, now)?;
                Ok(Reply::Cart(cart.map(Box::new)))
            }
            Call::ReadStored { principal, cart, reuse: _ } => {
                let cart = self.engine.find_stored_cart(&cart, &principal, now)?;
                Ok(Reply::Cart(cart.map(Box::new)))
            }
            Call::Try { principal, command } => {
                let line_ids = LineIds { source: Arc::clone(&self.shared.ids), form };
                let Trial { cart, outcome, notices } =
                    self.engine.try_out(now, &principal, &command, &line_ids)?;
                let (cart, outcomes) = (cart.map(Box::new), vec![outcome]);
                Ok(Reply::Done { cart, order: None, parked: None, outcomes, notices })
            }
            Call::ListCarts { principal, customer, page } => {
                self.engine.carts(&principal, customer.as_ref(), now, page).map(Reply::Carts)
            }
            Call::SearchCarts { principal, search, page } => {
                // Whoever finds none waits in turn, and no longer than a request may take.
                let Ok(place) = Arc::clone(&self.searches).acquire_owned().await else {
                    return Err(Error::Stopped);
                };
                let engine = Arc::clone(&self.engine);
                // It keeps its place to the end, also where nobody waits for it any more.
                let searching = tokio::task::spawn_blocking(move || {
                    let searched = engine.search(&principal, &search, now, page);
                    drop((engine, place));
                    searched
                });
                searching.await.unwrap_or(Err(Error::Stopped)).map(Reply::Searched)
            }
            Call::ReadOrder { principal, order } => {
                let order = self.engine.find_order(&order, &principal)?;
                Ok(Reply::Order(order.map(Box::new)))
            }
            Call::ListOrders { principal, page } => self.engine.orders(&principal, page).map(Reply::Orders),
            Call::ReadParked { principal, parked } => {
                let parked = self.engine.find_parked(&parked, &principal, now)?;
                Ok(Reply::Parked(parked.map(Box::new)))
            }
            Call::ListParked { principal, page } => {
                self.engine.parked(&principal, now, page).map(Reply::AllParked)
            }
            Call::ReadHealth => Ok(Reply::Health(Box::new(self.engine.health()))),
            Call::ReadProduct { product } => self.engine.find_product(&product).map(Reply::Product),
            Call::ReadPromotions => Ok(Reply::Promotions(self.engine.promotions())),
            Call::Backups(BackupCall::Make) => Ok(Reply::Backups(self.backing_up.make().await)),
            Call::Backups(BackupCall::List) => Ok(Reply::Backups(self.backing_up.standing().await)),
            Call::Nothing => Ok(Reply::Nothing),
        }
    }

    fn submission(
        &self,
        at: Timestamp,
        principal: Principal,
        commands: Vec<Command>,
        form: IdForm,
    ) -> Submission {
        let line_ids = LineIds { source: Arc::clone(&self.shared.ids), form };
        Submission { at, principal, commands, line_ids }
    }

    /// Reads what is left of the body; whether the connection can go on.
    async fn finish_body(
        &self,
        exchange: &Exchange,
        body: &mut Incoming,
        answered: &Result<Response, Problem>,
    ) -> bool {
        let bytes_max = match answered {
            Err(Problem::BodyTooLarge { .. }) => OVERSIZE_BYTES_MAX,
            Err(Problem::BodyTimeout | Problem::BadRequest | Problem::Unavailable(_)) => return false,
            Ok(_) | Err(_) => UNREAD_BYTES_MAX,
        };
        body::discard(exchange.waits_for_word, body, bytes_max, &self.limits).await
    }
}

impl Exchange {
    /// The answer for a path that has endpoints of these methods, but not of the request's.
    fn other_methods(&self, methods: &[Method], headers: &HeaderMap) -> Response {
        let allow = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
        if self.answers_preflights() && cors::is_preflight(&self.method, headers, &self.sender) {
            return cors::preflight(self.dialect, &allow, headers, &self.sender);
        }
        let problem = Problem::MethodNotAllowed { method: self.method.clone() };
        self.problem(&problem).with_header(ALLOW, &allow)
    }

    /// Whether pages of other origins are told that they may ask and read.
    fn answers_preflights(&self) -> bool {
        self.dialect.is_none_or(|dialect| (dialect.pages.are_answered)(self.context.config()))
    }

    /// The answer to a problem, in the form of the dialect that owns the path.
    fn problem(&self, problem: &Problem) -> Response {
        problem_in_form(self.dialect, &self.context, problem)
    }

    fn into_hyper(self, response: Response, may_go_on: bool) -> hyper::Response<Full<Bytes>> {
        let answers_preflights = self.answers_preflights();
        let mut answer = hyper::Response::new(Full::new(response.body));
        *answer.status_mut() = response.status;
        let headers = answer.headers_mut();
        headers.reserve(self.headers.len() + response.headers.len() + HEADERS_OF_ALL);
        for (name, value) in self.headers.into_iter().chain(response.headers) {
            headers.append(name, value);
        }
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if response.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.entry(RETRY_AFTER).or_insert(HeaderValue::from_static("1"));
        }
        if !may_go_on {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if answers_preflights {
            cors::expose(self.dialect, &self.sender, headers);
        }
        answer
    }
}

/// The answer to a problem, in the form of the dialect that owns the path, where one does.
pub(super) fn problem_in_form(
    dialect: Option<&'static Dialect>,
    context: &Context,
    problem: &Problem,
) -> Response {
    let Some(dialect) = dialect else { return generic::respond(problem) };
    no_panic(|| (dialect.problem)(context, problem)).unwrap_or_else(|problem| generic::respond(&problem))
}

/// Why there is no answer in time. What only looks at something has no outcome that could be unknown.
fn timed_out(method: &Method) -> Trouble {
    if method.is_safe() { Trouble::Stopping } else { Trouble::TimedOut }
}

/// How many bytes a target has as it was sent.
fn target_len(uri: &Uri) -> usize {
    let scheme = uri.scheme_str().map_or(0, |scheme| scheme.len() + "://".len());
    let authority = uri.authority().map_or(0, |authority| authority.as_str().len());
    let query = uri.query().map_or(0, |query| "?".len() + query.len());
    scheme + authority + uri.path().len() + query
}

/// What a dialect sees of the request.
fn request(head: Parts, params: Vec<(&'static str, String)>, body: RequestBody) -> Request {
    let query = head.uri.query().unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Request { method: head.method, params, query, headers: head.headers, body }
}

/// Whether the lines that are made without anybody having asked for them by themselves are an order's.
fn makes_order(call: &Call) -> bool {
    let (Call::Submit { commands, .. } | Call::SubmitUnseen { commands, .. }) = call else { return false };
    commands.iter().any(|command| matches!(command, Command::Checkout(_)))
}

/// Runs a dialect's code: a bug there costs one answer, not the connection.
pub(super) fn no_panic<T>(run: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_: Box<dyn Any + Send>| Problem::Internal)
}

/// Says once what failed; a refusal is the caller's matter and not a failure.
pub(super) fn log_error(endpoint: &Endpoint, error: &Error) {
    let (path, dialect) = (endpoint.route.path, endpoint.dialect.name);
    match error {
        Error::Store(_) => {
            tracing::error!(dialect, path, error = error as &dyn std::error::Error, "the store failed");
        }
        Error::Overloaded | Error::Stopped | Error::Recovering | Error::StorageFull => {
            tracing::warn!(dialect, path, %error, "not done")
        }
        _ => tracing::debug!(dialect, path, "refused"),
    }
}
