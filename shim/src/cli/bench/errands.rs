//! The carts that load is put on: made, counted, and taken away.

use hyper::Method;
use serde_json::Value as Json;
use trolley_engine::env::{IdForm, Ids as _, SystemIds};

use super::BenchError;
use super::plan::CartsPlan;
use super::report::Checked;
use super::target::{Target, variable};
use crate::cli::args::bench::BenchArgs;
use crate::cli::client::segment;
use crate::dialects::bench::{Ask, Bench, BenchCart};
use crate::dialects::till;
use crate::load::errands::Reply;
use crate::load::tally::{Tally, is_success};
use crate::load::work::{Operation, Shot, Work};

/// The variable of the operator's key, where no argument names it.
const OPERATOR_KEY_VARIABLE: &str = "TROLLEY_OPERATOR_KEY";
/// Most different adds to a cart: the requests lie in memory.
const ADDS_OF_CART_MAX: usize = 10;
/// Characters of a refusal that are shown.
const SHOWN_MAX: usize = 200;

/// What is there before the first request that counts.
pub(super) struct Prepared {
    pub(super) work: Work,
    /// The carts; none where a path was named.
    pub(super) carts: Option<Carts>,
    /// How many bytes the body of an answer has.
    pub(super) answer_bytes: usize,
}

/// Carts of the command's own.
pub(super) struct Carts {
    bench: &'static Bench,
    carts: Vec<BenchCart>,
    /// How many units they had in the beginning.
    units: u64,
}

impl Carts {
    /// Makes carts with their lines, and what is asked of them.
    pub(super) async fn make(
        plan: &CartsPlan,
        target: &Target,
        args: &BenchArgs,
    ) -> Result<Prepared, BenchError> {
        let (bench, proof) = (plan.bench, proof(plan, target).await?);
        let carts = Self { bench, carts: open(plan, target, &proof).await?, units: 0 };
        let made = carts.fill(plan, target).await;
        let (reads, add_bytes) = match made {
            Ok(made) => made,
            Err(error) => {
                // What was made is not left behind.
                carts.delete(target, args).await;
                return Err(error);
            }
        };
        let units = carts.sum(&reads)?;
        let read_bytes = reads.first().map_or(0, Vec::len);
        let (mut adds, mut others) = (Vec::new(), Vec::new());
        for (cart, body) in carts.carts.iter().zip(reads) {
            if plan.operation != Operation::Read {
                for product in plan.products.iter().take(ADDS_OF_CART_MAX) {
                    adds.push(Shot { request: target.bytes(&(bench.add)(cart, product))?, expected: None });
                }
            }
            if plan.operation != Operation::Add {
                // While somebody adds, a cart is not what it was.
                let expected = (plan.operation == Operation::Read).then_some(body);
                others.push(Shot { request: target.bytes(&(bench.read)(cart))?, expected });
            }
        }
        let answer_bytes = if plan.operation == Operation::Add { add_bytes } else { read_bytes };
        Ok(Prepared { work: Work { adds, others }, carts: Some(Self { units, ..carts }), answer_bytes })
    }

    /// Adds a unit of each product to each cart; the carts as they are read then, and how long the answer to an add to
    /// the last line is.
    async fn fill(&self, plan: &CartsPlan, target: &Target) -> Result<(Vec<Vec<u8>>, usize), BenchError> {
        let errand = |cart: &BenchCart| {
            let adds = plan.products.iter().map(|product| (self.bench.add)(cart, product));
            adds.chain([(self.bench.read)(cart)]).collect()
        };
        let replies = target.ask_all(self.carts.iter().map(errand).collect()).await?;
        let (mut reads, mut add_bytes) = (Vec::with_capacity(replies.len()), 0);
        for mut replies in replies {
            let read = replies.pop().unwrap_or_default();
            for reply in &replies {
                must_succeed("let a product be added to a cart", reply)?;
            }
            must_succeed("show a cart", &read)?;
            add_bytes = replies.last().map_or(0, |(_, body)| body.len());
            reads.push(read.1);
        }
        Ok((reads, add_bytes))
    }

    /// How many units there are in carts that are read so.
    fn sum(&self, reads: &[Vec<u8>]) -> Result<u64, BenchError> {
        let mut units = 0;
        for body in reads {
            let answer: Json = serde_json::from_slice(body).unwrap_or_default();
            let found = (self.bench.units)(&answer);
            units +=
                found.ok_or_else(|| refused("show how many units are in a cart", &(200, body.clone())))?;
        }
        Ok(units)
    }

    /// Counts the units, which must be those of the beginning and one for each add that was answered as done.
    pub(super) async fn check(
        &self,
        target: &Target,
        warm_up: &Tally,
        measured: &Tally,
    ) -> Result<Checked, BenchError> {
        let errands = self.carts.iter().map(|cart| vec![(self.bench.read)(cart)]).collect();
        let replies = target.ask_all(errands).await?;
        let mut reads = Vec::with_capacity(replies.len());
        for reply in replies.into_iter().flatten() {
            must_succeed("show a cart", &reply)?;
            reads.push(reply.1);
        }
        Ok(Checked {
            units_before: self.units,
            added: warm_up.added + measured.added,
            unknown: warm_up.unknown + measured.unknown,
            units_after: self.sum(&reads)?,
            carts_left: 0,
        })
    }

    /// Deletes the carts, as an operator or else as the API can; how many stay.
    pub(super) async fn delete(&self, target: &Target, args: &BenchArgs) -> usize {
        let key = args.operator_key.clone().or_else(|| variable(OPERATOR_KEY_VARIABLE));
        let bearer = format!("Bearer {}", key.unwrap_or_else(|| till::DEMO_KEY.to_owned()));
        let delete = |cart: &BenchCart| {
            let path = format!("{}/carts/{}", till::DIALECT.base_path, segment(&cart.id));
            vec![Ask::new(Method::DELETE, path, ("authorization", &bearer))]
        };
        match target.ask_all(self.carts.iter().map(delete).collect()).await {
            Ok(replies) if replies.iter().flatten().all(|(status, _)| is_success(*status)) => 0,
            Ok(_) | Err(_) => self.empty(target).await.unwrap_or(self.carts.len()),
        }
    }

    /// Deletes or empties the carts as the API can; how many stay as they are.
    async fn empty(&self, target: &Target) -> Result<usize, BenchError> {
        let Some(delete) = self.bench.delete else { return Ok(self.carts.len()) };
        let replies = target.ask_all(self.carts.iter().map(|cart| vec![delete(cart)]).collect()).await?;
        // One that was never there is gone too.
        Ok(replies.iter().flatten().filter(|(status, _)| !is_success(*status) && *status != 404).count())
    }
}

/// What requests carry.
async fn proof(plan: &CartsPlan, target: &Target) -> Result<String, BenchError> {
    let Some(sign_in) = plan.bench.sign_in else { return Ok(plan.key.clone()) };
    let reply = target.ask((sign_in.ask)(&plan.key)).await?;
    must_succeed("know the key", &reply)?;
    let answer: Json = serde_json::from_slice(&reply.1).unwrap_or_default();
    (sign_in.proof)(&answer).ok_or_else(|| refused("know the key", &reply))
}

/// Names carts, and makes those that are not made by adding to them.
async fn open(plan: &CartsPlan, target: &Target, proof: &str) -> Result<Vec<BenchCart>, BenchError> {
    let cart = |id| BenchCart { proof: proof.to_owned(), id };
    let Some(open) = plan.bench.open else {
        let ids = SystemIds::new();
        let named = |_| cart((plan.bench.cart_id)(&ids.next(IdForm::Uuid)));
        return Ok((0..plan.carts).map(named).collect());
    };
    let replies = target.ask_all((0..plan.carts).map(|_| vec![(open.ask)(proof)]).collect()).await?;
    let mut carts = Vec::with_capacity(plan.carts);
    for reply in replies.iter().flatten() {
        must_succeed("make a cart", reply)?;
        let answer: Json = serde_json::from_slice(&reply.1).unwrap_or_default();
        carts.push(cart((open.cart_id)(&answer).ok_or_else(|| refused("make a cart", reply))?));
    }
    Ok(carts)
}

fn must_succeed(wish: &'static str, reply: &Reply) -> Result<(), BenchError> {
    if is_success(reply.0) { Ok(()) } else { Err(refused(wish, reply)) }
}

fn refused(wish: &'static str, (status, body): &Reply) -> BenchError {
    let body = String::from_utf8_lossy(body);
    let body = body.chars().map(|character| if character.is_control() { ' ' } else { character });
    BenchError::Refused { wish, status: *status, body: body.take(SHOWN_MAX).collect() }
}
