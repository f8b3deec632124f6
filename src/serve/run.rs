use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::{Live, Site, router};
use crate::store::{Generations, StoreError};

/// Serves a site until `stop` is ready, and then ends the requests that are under way.
pub async fn run(
    listener: TcpListener,
    site: Arc<Site>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Who asks is known by the address of the connection.
    let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service);
    server.with_graceful_shutdown(stop).await
}

/// How often the store is asked whether another generation is live.
const INTERVAL: Duration = Duration::from_secs(1);

/// Moves a site over to each generation that goes live, for as long as it is polled.
///
/// A generation that cannot be opened is logged and tried again; the site serves the one before
/// it meanwhile.
pub async fn follow(site: Arc<Site>, store: Generations) {
    let mut ticks = tokio::time::interval(INTERVAL);
    loop {
        ticks.tick().await;
        let (site, store) = (Arc::clone(&site), store.clone());
        let moved = tokio::task::spawn_blocking(move || move_over(&site, &store)).await;
        match moved {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the live generation cannot be opened"),
            Err(error) => tracing::error!(%error, "the live generation cannot be opened"),
        }
    }
}

fn move_over(site: &Site, store: &Generations) -> Result<(), StoreError> {
    let Some(generation) = store.current()? else {
        return Ok(());
    };
    if site.live().generation != generation.number().to_string() {
        site.switch(Live::open(&generation, site.base())?);
        tracing::info!(
            generation = generation.number(),
            "serving another generation"
        );
    }
    Ok(())
}
