use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::serve::Problem;

/// Who waits for a query to be evaluated: so many are evaluated at a time, so many more may wait,
/// and all others are sent away at once.
pub(in crate::serve) struct Queue {
    slots: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

/// The right to have a query evaluated; it ends when this is dropped.
pub(super) struct Turn {
    _slot: OwnedSemaphorePermit,
}

impl Queue {
    /// How many may wait for each that is evaluated.
    const WAITING: usize = 8;
    /// How long one waits at most.
    const PATIENCE: Duration = Duration::from_secs(10);

    /// A queue for this many evaluations at a time.
    pub(in crate::serve) fn new(at_once: usize) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(at_once)),
            places: Arc::new(Semaphore::new(at_once * (1 + Self::WAITING))),
        }
    }

    /// Waits for a turn, first come first served.
    pub(super) async fn turn(&self) -> Result<Turn, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let _place = place.map_err(|_full| busy())?;
        let slot = timeout(Self::PATIENCE, Arc::clone(&self.slots).acquire_owned()).await;
        match slot {
            Ok(Ok(slot)) => Ok(Turn { _slot: slot }),
            _ => Err(busy()),
        }
    }
}

fn busy() -> Problem {
    let title = "The server is busy";
    let detail = "Too many queries are being evaluated; this one was not begun.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", title, detail)
        .retry_after(5)
        .hint("Try again in a few seconds.")
}
