//! What each dialect costs: making a command of a request, and an answer of what the engine said, with the body as bytes.

use criterion::{BatchSize, BenchmarkId, Criterion};
use trolley_benches::Result;
use trolley_benches::dialects::{Desk, QUESTIONS, Question};

use crate::LINES;

pub(crate) fn dialects(criterion: &mut Criterion) {
    let measured = QUESTIONS.iter().try_for_each(|question| measure(criterion, question));
    assert!(measured.is_ok(), "{measured:?}");
}

fn measure(criterion: &mut Criterion, question: &Question) -> Result<()> {
    let Question { dialect, asked, .. } = question;
    let mut group = criterion.benchmark_group(format!("dialects/{dialect}"));
    let desk = Desk::new(question, 1)?;
    group.bench_function(format!("decode_{asked}"), |bencher| {
        bencher.iter(|| assert!(desk.decode().is_ok_and(|plan| desk.is_asked(&plan))));
    });
    for lines in LINES {
        let desk = Desk::new(question, lines)?;
        group.bench_function(BenchmarkId::new(format!("encode_{asked}"), lines), |bencher| {
            bencher.iter_batched(
                || desk.answerable(),
                |answerable| {
                    let response = answerable.map(|answerable| desk.encode(answerable));
                    assert!(response.is_ok_and(|response| desk.is_expected(&response)));
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
    Ok(())
}
