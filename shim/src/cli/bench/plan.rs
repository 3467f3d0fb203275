//! What is to be asked of the server, as the arguments say.

use hyper::Method;
use serde::Serialize;

use super::BenchError;
use super::errands::{Carts, Prepared};
use super::target::{Target, variable};
use crate::cli::args::bench::BenchArgs;
use crate::cli::client::KEY_VARIABLE;
use crate::demo::UNCOUNTED_PRODUCTS;
use crate::dialects::DIALECTS;
use crate::dialects::bench::{Ask, Bench, ProductName};
use crate::load::work::{Operation, Shot, Work};

/// What is to be asked.
pub(super) enum Plan {
    /// To do something with carts.
    Carts(CartsPlan),
    /// The same thing each time.
    Plain(Ask),
}

/// What is to be done with carts.
pub(super) struct CartsPlan {
    pub(super) bench: &'static Bench,
    pub(super) key: String,
    pub(super) operation: Operation,
    pub(super) carts: usize,
    /// As many as there are to be lines.
    pub(super) products: Vec<String>,
}

/// What load is put on a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct LoadReport {
    /// The API; none where a path was named.
    pub(super) api: Option<String>,
    /// What is asked for: an operation, or a method and a path.
    pub(super) operation: String,
    pub(super) clients: u16,
    /// How many carts, and how many lines each.
    pub(super) carts: Option<u16>,
    pub(super) lines: Option<u8>,
}

impl Plan {
    /// What the arguments ask for.
    pub(super) fn of(args: &BenchArgs, target: &Target) -> Result<Self, BenchError> {
        if let Some(ask) = plain(args)? {
            target.bytes(&ask)?;
            return Ok(Self::Plain(ask));
        }
        if !args.headers.is_empty() {
            return Err(BenchError::Ask("--header wants --get or --post".to_owned()));
        }
        let found =
            DIALECTS.iter().find(|dialect| dialect.name == args.api).and_then(|dialect| dialect.bench);
        let Some(bench) = found else {
            let known = DIALECTS.iter().filter(|dialect| dialect.bench.is_some()).map(|dialect| dialect.name);
            return Err(BenchError::ApiUnknown(args.api.clone(), known.collect::<Vec<_>>().join(", ")));
        };
        let (lines, mut products) = (usize::from(args.lines), products(args, bench));
        if products.len() < lines {
            return Err(BenchError::ProductsTooFew { lines, products: products.len() });
        }
        products.truncate(lines);
        let key = args.key.clone().or_else(|| variable(KEY_VARIABLE));
        Ok(Self::Carts(CartsPlan {
            bench,
            key: key.unwrap_or_else(|| bench.demo_key.to_owned()),
            operation: args.operation,
            carts: args.carts.into(),
            products,
        }))
    }

    /// Makes what is needed for it.
    pub(super) async fn prepare(&self, target: &Target, args: &BenchArgs) -> Result<Prepared, BenchError> {
        match self {
            Self::Carts(plan) => Carts::make(plan, target, args).await,
            Self::Plain(ask) => {
                let (_, body) = target.ask(ask.clone()).await?;
                let shot = Shot { request: target.bytes(ask)?, expected: None };
                let work = Work { adds: Vec::new(), others: vec![shot] };
                Ok(Prepared { work, carts: None, answer_bytes: body.len() })
            }
        }
    }

    /// The same for the report.
    pub(super) fn load(&self, args: &BenchArgs) -> LoadReport {
        let (api, operation, carts, lines) = match self {
            Self::Carts(plan) => {
                (Some(args.api.clone()), plan.operation.name().to_owned(), Some(args.carts), Some(args.lines))
            }
            Self::Plain(ask) => (None, format!("{} {}", ask.method, ask.path), None, None),
        };
        LoadReport { api, operation, clients: args.clients, carts, lines }
    }
}

/// The one request to be sent, where a path is named.
fn plain(args: &BenchArgs) -> Result<Option<Ask>, BenchError> {
    let (method, path, body) = match (&args.get, &args.post) {
        (Some(path), _) => (Method::GET, path, None),
        (None, Some(path)) => (Method::POST, path, Some(("application/json", args.body.clone()))),
        (None, None) => return Ok(None),
    };
    let mut headers = Vec::with_capacity(args.headers.len());
    for header in &args.headers {
        let Some((name, value)) = header.split_once(':') else {
            return Err(BenchError::Ask(format!("`{header}` is not a header, such as 'x-api-key: 1'")));
        };
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(Some(Ask { method, path: path.clone(), headers, body }))
}

/// The products that are named, or else the demo's.
fn products(args: &BenchArgs, bench: &Bench) -> Vec<String> {
    if !args.products.is_empty() {
        return args.products.clone();
    }
    let named = UNCOUNTED_PRODUCTS.iter().map(|product| match bench.names_products_by {
        ProductName::Id => product.id,
        ProductName::Sku => product.sku,
    });
    named.map(str::to_owned).collect()
}
