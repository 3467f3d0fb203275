//! `trolley bench`: load on a running server, and what came of it.

mod target;
mod plan;
mod errands;
mod machine;
mod report;
mod text;

use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use self::errands::Prepared;
use self::machine::Machine;
use self::plan::Plan;
use self::report::{Checked, LimitReport, Report};
use self::target::Target;
use super::Failure;
use super::args::bench::BenchArgs;
use crate::load::limit::Limit;
use crate::load::own_time::of_this_thread;
use crate::load::round::{Crew, Stop};
use crate::load::tally::Tally;
use crate::load::work::Work;

/// How long a round is at most: so long do the connections of the other side of a comparison lie idle.
const ROUND: Duration = Duration::from_secs(2);
/// For how long each side is asked before anything counts.
const WARM_UP: Duration = Duration::from_millis(300);

/// Why nothing is measured, or what is measured is worth nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum BenchError {
    /// The address is not one.
    #[error("`{0}` is not the address of a server, such as http://127.0.0.1:2278")]
    UrlInvalid(String),
    /// It is another machine's.
    #[error("{0} is not this machine: say --remote to put load on another one")]
    Remote(String),
    /// There is no such API.
    #[error("there is no cart API `{0}`: name one of {1}")]
    ApiUnknown(String, String),
    /// There are not enough products.
    #[error("{lines} lines want as many products, and there are {products}: name more with --product")]
    ProductsTooFew {
        /// How many lines are asked for.
        lines: usize,
        /// How many products there are.
        products: usize,
    },
    /// A path or a header is none.
    #[error("{0}")]
    Ask(String),
    /// Nobody answers.
    #[error("no server answers at {url}: {reason}; start one with `trolley`, or name another with --url")]
    Unreachable {
        /// The server.
        url: String,
        /// Why.
        reason: String,
    },
    /// The carts cannot be made.
    #[error("the server does not {wish}: it answers {status} {body}")]
    Refused {
        /// What was asked.
        wish: &'static str,
        /// The status of the answer.
        status: u16,
        /// How its body begins.
        body: String,
    },
    /// Units are missing, or there are too many.
    #[error("the carts have {found} units, and there must be {expected}: the figures are worth nothing")]
    Miscounted {
        /// How many there are.
        found: u64,
        /// How many there must be.
        expected: String,
    },
    /// Nothing was done.
    #[error("no request was answered as done: there is nothing to measure")]
    NothingDone,
}

impl BenchError {
    /// Whether the arguments were wrong.
    pub(super) const fn is_wrong_argument(&self) -> bool {
        match self {
            Self::UrlInvalid(_)
            | Self::Remote(_)
            | Self::ApiUnknown(..)
            | Self::ProductsTooFew { .. }
            | Self::Ask(_) => true,
            Self::Unreachable { .. } | Self::Refused { .. } | Self::Miscounted { .. } | Self::NothingDone => {
                false
            }
        }
    }
}

/// Does what the arguments say.
pub(super) fn run(args: &BenchArgs) -> Result<(), Failure> {
    let target = Target::named(args)?;
    let plan = Plan::of(args, &target)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(measure(args, &target, &plan))?;
    let output = if args.json { report.json().map_err(io::Error::from)? } else { text::of(&report) };
    io::stdout().lock().write_all(output.as_bytes())?;
    report.verdict().map_err(Failure::from)
}

async fn measure(args: &BenchArgs, target: &Target, plan: &Plan) -> Result<Report, Failure> {
    let stop = Stop::default();
    let ended = stop.clone();
    let watching = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            ended.set();
        }
    });
    let server = target.health(args).await?;
    let Prepared { work, carts, answer_bytes } = plan.prepare(target, args).await?;
    let work = Arc::new(work);
    let turns =
        Turns { clients: usize::from(args.clients), time: Duration::from_secs(args.seconds.into()), stop };
    let measured = turns.take(target, &work, args.limit.then_some(answer_bytes)).await;
    // What was made is taken away whatever came of it.
    let checked = match (&measured, &carts) {
        (Ok(measured), Some(carts)) => Some(carts.check(target, &measured.warm_up, &measured.server).await),
        _ => None,
    };
    let left = match &carts {
        Some(carts) => carts.delete(target, args).await,
        None => 0,
    };
    watching.abort();
    let measured = measured?;
    Ok(Report {
        machine: Machine::this(),
        server,
        load: plan.load(args),
        checked: checked.transpose()?.map(|units| Checked { carts_left: left, ..units }),
        own_share_percent: measured.own_share_percent,
        limit: args.limit.then(|| LimitReport::of(answer_bytes, &measured)),
        tally: measured.server,
        is_cut_short: measured.is_cut_short,
    })
}

/// How the server and the limit take turns.
struct Turns {
    clients: usize,
    time: Duration,
    stop: Stop,
}

/// What was measured.
struct Measured {
    /// What does not count as speed, but was done.
    warm_up: Tally,
    server: Tally,
    limit: Tally,
    /// Answers of the server in a second, and of the limit, of each turn of both.
    rounds: Vec<(u64, u64)>,
    own_share_percent: Option<u64>,
    is_cut_short: bool,
}

impl Turns {
    async fn take(
        &self,
        target: &Target,
        work: &Arc<Work>,
        limit_bytes: Option<usize>,
    ) -> io::Result<Measured> {
        let limit = limit_bytes.map(Limit::start).transpose()?;
        // The limit looks at no answer: it has the same requests, and says something else.
        let limit_work = Arc::new(without_expected(work));
        let mut server_crew = Crew::new(target.address, self.clients);
        let mut limit_crew = limit.as_ref().map(|limit| Crew::new(limit.address(), self.clients));
        let mut measured = Measured {
            warm_up: server_crew.round(work, WARM_UP, &self.stop).await,
            server: Tally::new(),
            limit: Tally::new(),
            rounds: Vec::new(),
            own_share_percent: None,
            is_cut_short: false,
        };
        if let Some(crew) = &mut limit_crew {
            crew.round(&limit_work, WARM_UP, &self.stop).await;
        }
        let mut own_time = Some(Duration::ZERO);
        let rounds = self.time.as_millis().div_ceil(ROUND.as_millis()).max(1);
        let round_time = self.time / u32::try_from(rounds).unwrap_or(u32::MAX);
        for _ in 0..rounds {
            let before = of_this_thread();
            let server = server_crew.round(work, round_time, &self.stop).await;
            let took = of_this_thread().zip(before).and_then(|(after, before)| after.checked_sub(before));
            own_time = own_time.zip(took).map(|(all, took)| all + took);
            measured.server.add_behind(&server);
            if let Some(crew) = &mut limit_crew {
                let limit = crew.round(&limit_work, round_time, &self.stop).await;
                measured.rounds.push((server.per_second(), limit.per_second()));
                measured.limit.add_behind(&limit);
            }
            if self.stop.is_set() {
                measured.is_cut_short = true;
                break;
            }
        }
        let percent = |own: Duration| own.as_millis() * 100 / measured.server.time.as_millis().max(1);
        measured.own_share_percent = own_time.and_then(|own| u64::try_from(percent(own)).ok());
        Ok(measured)
    }
}

fn without_expected(work: &Work) -> Work {
    let mut work = work.clone();
    for shot in work.adds.iter_mut().chain(&mut work.others) {
        shot.expected = None;
    }
    work
}
