use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode};
use futures_util::FutureExt;
use oxigraph::sparql::CancellationToken;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, timeout_at};

use super::budget::Account;
use super::elsewhere;
use super::evaluate::{Source, evaluate};
use super::frame::{Frame, FrameSink};
use super::queue::Turn;
use super::request::Request;
use super::service::Services;
use crate::serve::operations::Metrics;
use crate::serve::worker::Lease;
use crate::serve::{Live, Problem, Site, Triples};

/// A query that is being evaluated; dropping it ends the evaluation.
pub(super) struct Running {
    evaluation: Evaluation,
    started: Instant,
    limit: Duration,
    budget: Duration,
    metrics: Arc<Metrics>,
    end: End,
    // Dropped after the evaluation: they last as long as it takes memory and time.
    account: Account,
    _turn: Turn,
}

/// Where a query is evaluated.
enum Evaluation {
    /// In a worker, which is killed when this is dropped.
    Worker(Box<Lease>),
    /// In this process, for stores that only it has open.
    Here(Here),
}

struct Here {
    frames: Receiver<Frame>,
    cancel: CancellationToken,
}

impl Running {
    /// Begins to evaluate a query when its turn has come.
    pub(super) async fn start(
        site: &Site,
        live: &Arc<Live>,
        request: Request,
        client: IpAddr,
    ) -> Result<Self, Problem> {
        let account = site.budgets().open(client, site.limits()).await?;
        let turn = site.queue().turn().await?;
        let started = Instant::now();
        let limit = site.limits().time;
        let elsewhere = matches!(live.store, Triples::Remote(_));
        let evaluation = match site.workers().filter(|_| !elsewhere) {
            Some(workers) => {
                let lease = live.pool(workers).begin(request, limit).await;
                Evaluation::Worker(Box::new(lease?))
            }
            None => Evaluation::Here(Here::begin(site, Arc::clone(live), request)),
        };
        site.metrics().underway.inc();
        Ok(Self {
            evaluation,
            started,
            limit,
            budget: site.limits().budget,
            metrics: Arc::clone(site.metrics()),
            end: End::Left,
            account,
            _turn: turn,
        })
    }

    /// Says what is left of the client's budget.
    pub(super) fn publish(&self, headers: &mut HeaderMap) {
        self.account.publish(headers, self.budget);
    }

    /// The next frame; an evaluation that takes too long or breaks off is a failure.
    pub(super) async fn next(&mut self) -> Frame {
        let deadline = self.started + self.limit;
        let next = match &mut self.evaluation {
            Evaluation::Worker(lease) => timeout_at(deadline, lease.next()).await,
            Evaluation::Here(here) => timeout_at(deadline, here.next()).await,
        };
        let frame = next.unwrap_or_else(|_elapsed| Frame::Failed(self.too_slow()));
        match &frame {
            Frame::End => self.end = End::Whole,
            Frame::Failed(problem) => self.end = End::Failed(problem.kind.clone()),
            Frame::Head(_) | Frame::Block(_) => {}
        }
        frame
    }

    /// The next frame if it is there already.
    pub(super) fn at_once(&mut self) -> Option<Frame> {
        self.next().now_or_never()
    }

    /// Sends frames as the client takes them, these first, and ends the evaluation when the client
    /// leaves, or does not read for so long that the time of the query is over.
    pub(super) fn pump(mut self, begun: Vec<Frame>) -> Receiver<Frame> {
        // Few blocks are in flight: a slow client slows the evaluation down, and does not fill
        // memory.
        let (sender, frames) = channel(4);
        tokio::spawn(async move {
            let mut begun = begun.into_iter();
            loop {
                let frame = if let Some(frame) = begun.next() {
                    frame
                } else {
                    tokio::select! {
                        frame = self.next() => frame,
                        () = sender.closed() => return,
                    }
                };
                let goes_on = matches!(frame, Frame::Block(_));
                let deadline = self.started + self.limit;
                match timeout_at(deadline, sender.send(frame)).await {
                    Ok(Ok(())) if goes_on => {}
                    Ok(_) => return,
                    Err(_elapsed) => return self.leave_unread(),
                }
            }
        });
        frames
    }

    fn leave_unread(&mut self) {
        self.end = End::Failed("unread".to_owned());
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
            .hint(
                "Name a dataset, a court or a period in the query, or add a LIMIT; \
                 for all figures take a dataset as a whole.",
            )
    }
}

/// How an evaluation ended, as it is counted.
enum End {
    /// The client left, or has seen enough.
    Left,
    Whole,
    /// With a problem of this kind.
    Failed(String),
}

impl Drop for Running {
    fn drop(&mut self) {
        self.metrics.underway.dec();
        self.metrics.evaluated(match &self.end {
            End::Left => "left",
            End::Whole => "whole",
            End::Failed(kind) => kind.trim_start_matches("/problem/"),
        });
    }
}

impl Here {
    fn begin(site: &Site, live: Arc<Live>, request: Request) -> Self {
        // Few blocks are in flight: a slow client slows the evaluation down, and does not fill
        // memory.
        let (sender, frames) = channel(4);
        let cancel = CancellationToken::new();
        let token = cancel.clone();
        let base = site.base().as_str().to_owned();
        let time = site.limits().time;
        tokio::task::spawn_blocking(move || {
            let mut sink = Channel(sender);
            let store = match &live.store {
                Triples::Local(local) => &local.store,
                Triples::Remote(graph) => {
                    return elsewhere::evaluate(graph, &base, &request, time, &mut sink);
                }
            };
            let source = Source {
                store,
                holdings: &live.holdings,
                base: &base,
                services: &Services::default(),
            };
            evaluate(&source, &request, token, &mut sink);
        });
        Self { frames, cancel }
    }

    async fn next(&mut self) -> Frame {
        let broken = || Problem::internal(&io::Error::other("an evaluation broke off"));
        let frame = self.frames.recv().await;
        frame.unwrap_or_else(|| Frame::Failed(broken()))
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// Sends frames to the request that waits for them.
struct Channel(Sender<Frame>);

impl FrameSink for Channel {
    fn frame(&mut self, frame: Frame) -> io::Result<()> {
        let sent = self.0.blocking_send(frame);
        sent.map_err(|_closed| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
