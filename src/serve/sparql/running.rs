use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use oxigraph::sparql::CancellationToken;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, timeout_at};

use super::evaluate::evaluate;
use super::frame::{Frame, FrameSink};
use super::request::Request;
use crate::serve::{Live, Problem, Site};

/// A query that is being evaluated; dropping it ends the evaluation.
pub(super) struct Running {
    frames: Receiver<Frame>,
    cancel: CancellationToken,
    started: Instant,
    limit: Duration,
}

impl Running {
    /// Begins to evaluate a query.
    pub(super) fn start(site: &Site, live: Arc<Live>, request: Request) -> Self {
        // Few blocks are in flight: a slow client slows the evaluation down, and does not fill
        // memory.
        let (sender, frames) = channel(4);
        let cancel = CancellationToken::new();
        let base = site.base().as_str().to_owned();
        let token = cancel.clone();
        tokio::task::spawn_blocking(move || {
            evaluate(&live.store, &base, &request, token, &mut Channel(sender));
        });
        Self {
            frames,
            cancel,
            started: Instant::now(),
            limit: site.limits().time,
        }
    }

    /// The next frame; an evaluation that takes too long or breaks off is a failure.
    pub(super) async fn next(&mut self) -> Frame {
        match timeout_at(self.started + self.limit, self.frames.recv()).await {
            Ok(Some(frame)) => frame,
            Ok(None) => failed(Problem::internal(&io::Error::other(
                "an evaluation broke off",
            ))),
            Err(_) => failed(self.too_slow()),
        }
    }

    fn too_slow(&self) -> Problem {
        let title = "The query took too long";
        let detail = format!(
            "The query was ended after {} seconds, and no result is sent.",
            self.limit.as_secs_f32()
        );
        Problem::new(StatusCode::GATEWAY_TIMEOUT, "timeout", title, detail)
            .limit(format!("{} s", self.limit.as_secs_f32()))
            .spent(self.started.elapsed())
            .see("/")
            .hint(
                "Name a dataset, a court or a period in the query, or add a LIMIT; \
                 for all figures take a dataset as a whole.",
            )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

fn failed(problem: Problem) -> Frame {
    Frame::Failed(problem)
}

/// Sends frames to the request that waits for them.
struct Channel(Sender<Frame>);

impl FrameSink for Channel {
    fn frame(&mut self, frame: Frame) -> io::Result<()> {
        let sent = self.0.blocking_send(frame);
        sent.map_err(|_closed| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
