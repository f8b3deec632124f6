use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;

use super::triples::failed;
use super::{Front, Limits, Live, Site};
use crate::store::{Generations, RemoteStore, StoreError};

/// The longest head of a request: a query of a kilobyte or ten fits into its address.
const HEAD_BYTES: usize = 64 << 10;
/// How long requests that are under way have to end when the server is stopped.
const GRACE: Duration = Duration::from_secs(30);

/// Serves a site until `stop` is ready, and then ends the requests that are under way.
pub async fn run(
    listener: TcpListener,
    site: Arc<Site>,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    site.warm();
    let limits = site.limits().clone();
    let front = Arc::new(Front::new(site));
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, client)) => connect(stream, client, &front, &limits, &connections),
                // A connection that broke at once, or too many open files: others go on.
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    if tokio::time::timeout(GRACE, connections.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not end in time");
    }
    Ok(())
}

fn connect(
    stream: TcpStream,
    client: SocketAddr,
    front: &Arc<Front>,
    limits: &Limits,
    connections: &GracefulShutdown,
) {
    let front = Arc::clone(front);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(body);
        // Who asks is known by the address of the connection.
        request.extensions_mut().insert(ConnectInfo(client));
        let front = Arc::clone(&front);
        async move { Ok::<_, Infallible>(front.answer(request).await) }
    });
    // Small answers are sent at once and not gathered.
    drop(stream.set_nodelay(true));
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES);
    // Who asks and does not read the answer holds memory, and must not do so for ever.
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stall));
    let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service);
    let connection = connections.watch(connection.into_owned());
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error, "a connection ended early");
        }
    });
}

/// The body of a request; most have none, which needs no box.
fn body(incoming: Incoming) -> Body {
    if incoming.is_end_stream() {
        Body::empty()
    } else {
        Body::new(incoming)
    }
}

/// How often the store is asked whether another generation is live.
const INTERVAL: Duration = Duration::from_secs(1);

/// Moves a site over to each generation that goes live, for as long as it is polled.
///
/// A generation that cannot be opened is logged and tried again; the site serves the one before
/// it meanwhile.
pub async fn follow(site: Arc<Site>, store: impl Into<Origin>) {
    let store = store.into();
    let mut ticks = tokio::time::interval(INTERVAL);
    loop {
        ticks.tick().await;
        let moving = (Arc::clone(&site), store.clone());
        let moved = tokio::task::spawn_blocking(move || move_over(&moving.0, &moving.1)).await;
        match moved {
            Ok(Ok(Moved::Not)) => {}
            Ok(Ok(Moved::Over)) => site.warm(),
            Ok(Err(error)) => tracing::error!(%error, "the live generation cannot be opened"),
            Err(error) => tracing::error!(%error, "the live generation cannot be opened"),
        }
    }
}

/// Whether there was another generation to move over to.
enum Moved {
    Over,
    Not,
}

fn move_over(site: &Site, store: &Origin) -> Result<Moved, StoreError> {
    let served = site.live().generation.clone();
    let live = match store {
        Origin::Folder(store) => match store.current()? {
            Some(next) if next.number().to_string() != served => Live::open(&next, site.base())?,
            _ => return Ok(Moved::Not),
        },
        Origin::Elsewhere(store) => match store.current().map_err(failed)? {
            Some(next) if next.entry().number.to_string() != served => {
                Live::open_elsewhere(next, site.base())?
            }
            _ => return Ok(Moved::Not),
        },
    };
    tracing::info!(generation = live.generation, "serving another generation");
    site.switch(live);
    Ok(Moved::Over)
}

/// Where generations go live.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A folder of this machine.
    Folder(Generations),
    /// A store elsewhere.
    Elsewhere(RemoteStore),
}

impl From<Generations> for Origin {
    fn from(store: Generations) -> Self {
        Self::Folder(store)
    }
}

impl From<RemoteStore> for Origin {
    fn from(store: RemoteStore) -> Self {
        Self::Elsewhere(store)
    }
}
