//! All peers against each other: a table for each durability and each size of a cart.

use crate::error::PeerError;
use crate::peers::{CONTENDERS, Contender, Durability};
use crate::session::{Bench, Cell, Session};
use crate::table::{Table, number};
use crate::work::Work;

/// What is to be compared.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// How many carts there are.
    pub(crate) carts: u64,
    /// How many lines a cart has, a table for each.
    pub(crate) lines: Vec<usize>,
    /// How many callers there are.
    pub(crate) callers: Vec<usize>,
    /// Only those whose names contain one of these; all where there is none.
    pub(crate) names: Vec<String>,
}

/// What the tables are called.
const TABLES: [(Durability, &str); 3] = [
    (Durability::Durable, "Durable: what was acknowledged is there after a power cut"),
    (Durability::Relaxed, "Relaxed: NOT durable, the last adds are lost with the power"),
    (Durability::Memory, "In memory: nothing is kept"),
];

/// Measures and prints all tables.
pub(crate) fn run(bench: &Bench, wanted: &Wanted) -> Result<(), PeerError> {
    for (durability, title) in TABLES {
        let chosen: Vec<&'static Contender> = CONTENDERS
            .iter()
            .filter(|contender| contender.durability == durability && wanted.names(contender))
            .collect();
        if chosen.is_empty() {
            continue;
        }
        println!("\n## {title}");
        for (place, lines) in wanted.lines.iter().enumerate() {
            let work = Work { carts: wanted.carts, lines: *lines };
            let cells = wanted.cells(&chosen, work);
            let session = bench.measure(&cells)?;
            if place == 0 {
                print_settings(&session);
            }
            let bytes = bench.template(*lines)?.bytes().len();
            println!("\n{} carts of {lines} lines, {bytes} B a record\n", work.carts);
            println!("{}", table(&cells, &session).text());
        }
    }
    Ok(())
}

impl Wanted {
    fn names(&self, contender: &Contender) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| contender.name.contains(name.as_str()))
    }

    /// All cells of a table. Rounds go through them in this order: peer after peer for each number of callers.
    fn cells(&self, chosen: &[&'static Contender], work: Work) -> Vec<Cell> {
        let mut cells = Vec::new();
        for callers in &self.callers {
            for contender in chosen {
                if contender.is_shared || *callers == 1 {
                    cells.push(Cell { contender, work, callers: *callers });
                }
            }
        }
        cells
    }
}

fn print_settings(session: &Session) {
    println!();
    for peer in &session.taking {
        println!("- {}: {}", peer.contender.name, peer.settings);
    }
}

fn table(cells: &[Cell], session: &Session) -> Table {
    let mut table = Table::new(&[
        "callers",
        "peer",
        "adds/s",
        "p50 us",
        "p99 us",
        "of the first",
        "read us",
        "disk B a cart",
        "what it does",
    ]);
    let mut first = 0.0;
    let mut callers = 0;
    for (cell, figures) in cells.iter().zip(&session.figures) {
        if cell.callers != callers {
            (callers, first) = (cell.callers, figures.adds_per_second);
        }
        let peer = session.taking.iter().find(|peer| peer.contender.name == cell.contender.name);
        let read_us = peer.map_or(0.0, |peer| peer.read_us);
        let disk = peer.map_or(0.0, |peer| peer.disk_bytes[1] as f64 / peer.work.carts as f64);
        table.row(vec![
            callers.to_string(),
            cell.contender.name.to_owned(),
            number(figures.adds_per_second),
            number(figures.p50_us),
            number(figures.p99_us),
            format!("{:.2}x", figures.adds_per_second / first),
            number(read_us),
            number(disk),
            cell.contender.does.to_owned(),
        ]);
    }
    table
}
