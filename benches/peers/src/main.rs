//! The cart engine against other stores, see README.md.

mod cli;
mod clock;
mod compare;
mod error;
mod figures;
mod goals;
mod group;
mod load;
mod machine;
mod peer;
mod peers;
mod record;
mod session;
mod table;
mod versions;
mod work;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;

use self::cli::{Cli, Command, Common, Part};
use self::compare::Wanted;
use self::error::PeerError;
use self::goals::Counted;
use self::peers::{CONTENDERS, Setup};
use self::session::Bench;
use self::table::Table;
use self::work::Work;

/// How many carts there are where it is only tried.
const QUICK_CARTS: u64 = 500;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("trolley-peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, PeerError> {
    match cli.command {
        Command::Compare(compare) => {
            let bench = bench(&compare.common)?;
            begin("compare", &bench)?;
            let carts = if compare.common.quick { QUICK_CARTS } else { compare.carts };
            let wanted =
                Wanted { carts, lines: compare.lines, callers: compare.callers, names: compare.peer };
            compare::run(&bench, &wanted)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Peers => {
            let mut table = Table::new(&["peer", "after a power cut", "what it does"]);
            for peer in CONTENDERS {
                let durability = format!("{:?}", peer.durability);
                table.row(vec![peer.name.to_owned(), durability, peer.does.to_owned()]);
            }
            print!("{}", table.text());
            Ok(ExitCode::SUCCESS)
        }
        Command::Goals(wanted) if wanted.list => {
            print!("{}", goals::list());
            Ok(ExitCode::SUCCESS)
        }
        Command::Goals(wanted) => {
            let bench = bench(&wanted.common)?;
            begin("goals", &bench)?;
            let rows = goals::chosen(&wanted.only, wanted.instructions);
            let is_well = goals::run(&bench, &wanted.common, &rows);
            Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Part(part) => run_part(part).map(|()| ExitCode::SUCCESS),
    }
}

/// Does what another process of this program has asked for.
fn run_part(part: Part) -> Result<(), PeerError> {
    match part {
        Part::Slow { common, only } => goals::slow_part(&bench(&common)?, &common, &only),
        Part::Count { peer, carts, lines, batch, batches, folder } => {
            let work = Work { carts, lines };
            goals::count(&folder, Counted { name: &peer, work, batch, batches })
        }
        Part::Cut { folder, carts } => goals::cut(&folder, carts),
    }
}

/// What holds for a run with these options.
fn bench(common: &Common) -> Result<Bench, PeerError> {
    let folder = match &common.folder {
        Some(folder) => folder.clone(),
        None => beside_program()?,
    };
    Ok(Bench {
        folder,
        rounds: common.rounds(),
        duration: common.duration(),
        setup: Setup { regather: Duration::from_micros(common.regather_us) },
        is_quick: common.quick,
        is_talkative: !common.quiet,
    })
}

/// The folder of this program: not the one for temporary files, which on many machines is memory.
fn beside_program() -> Result<PathBuf, PeerError> {
    let program = std::env::current_exe()?;
    Ok(program.parent().unwrap_or(Path::new(".")).to_owned())
}

/// Says where and how is measured.
fn begin(what: &str, bench: &Bench) -> Result<(), PeerError> {
    println!("# trolley-peers {what}\n");
    print!("{}", machine::describe(&bench.folder)?);
    if bench.is_quick {
        println!("QUICK: small sizes, NOT for figures");
    }
    println!(
        "run: {} rounds of {} ms a peer, taking turns, medians over the rounds; closed loop, callers on one thread\n\
         (one caller: on its own); raw stores regather {} us",
        bench.rounds,
        bench.duration.as_millis(),
        bench.setup.regather.as_micros()
    );
    Ok(())
}
