use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::{Pool, Workers};
use crate::examples::{Count, Example, Fault};
use crate::serve::Problem;
use crate::serve::sparql::{Asked, Forms, Frame, GraphForm, Request, SolutionForm};

/// Asks the examples of a generation, in a worker that is killed when their time is up.
///
/// They go the way that public queries go: under the same limits, and what columns hold is
/// answered from them.
pub struct Examiner {
    runtime: Runtime,
    workers: Workers,
}

impl Examiner {
    /// One that asks workers, which end with the thread that makes the first count.
    pub fn new(workers: Workers) -> io::Result<Self> {
        Ok(Self {
            runtime: Builder::new_current_thread().enable_all().build()?,
            workers: workers.with_count(1),
        })
    }

    /// Counts the rows or triples that each example gives, some more than it promises at most.
    pub fn count(&self, generation: u64, examples: &[Example], time: Duration) -> Vec<Count> {
        let pool = Arc::new(Pool::new(self.workers.clone(), &generation.to_string()));
        self.runtime.block_on(async {
            let mut counts = Vec::with_capacity(examples.len());
            for example in examples {
                let counted = timeout(time, count(&pool, example, time)).await;
                counts.push(counted.unwrap_or(Err(Fault::Slow)));
            }
            counts
        })
    }
}

/// Forms in which each row is a line, whatever is in it.
const LINES: Forms = Forms {
    solutions: Some(SolutionForm::Tsv),
    graph: Some(GraphForm::NTriples),
};

async fn count(pool: &Arc<Pool>, example: &Example, time: Duration) -> Count {
    let request = Request {
        query: example.query.clone(),
        default_graphs: Vec::new(),
        named_graphs: Vec::new(),
        forms: LINES,
        asked: Asked::Answer,
    };
    let mut lease = pool.begin(request, time).await.map_err(|error| {
        let error = format!("no worker could be asked: {error}");
        Fault::Broken(error)
    })?;
    let (mut heading, mut lines) = (0, 0_usize);
    loop {
        match lease.next().await {
            Frame::Head(form) => heading = usize::from(form.starts_with("text/")),
            Frame::Block(block) => lines += block.split(|byte| *byte == b'\n').count() - 1,
            Frame::End => return Ok(lines.saturating_sub(heading)),
            Frame::Failed(problem) => return Err(fault(&problem)),
        }
        if lines.saturating_sub(heading) > *example.rows.end() {
            return Ok(lines - heading);
        }
    }
}

fn fault(problem: &Problem) -> Fault {
    if problem.kind == "/problem/timeout" {
        Fault::Slow
    } else {
        // Publishers are told what clients are not: they have no log to look into.
        let words = problem.cause.as_ref().unwrap_or(&problem.detail);
        Fault::Broken(words.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_publisher_is_told_why_a_worker_failed_and_a_client_is_not() {
        let problem = Problem::internal(&io::Error::other("a worker ended with signal 11"));
        let Fault::Broken(words) = fault(&problem) else {
            panic!("it was not slow");
        };
        assert_eq!(words, "a worker ended with signal 11");
        assert!(!serde_json::to_string(&problem).unwrap().contains("signal"));
    }
}
