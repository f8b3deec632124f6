use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::{self, unix::SignalKind};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::session::StoreArgument;
use super::{Exit, Session};
use crate::serve::{self, Live, Site};
use crate::store::Generations;
use crate::uri::Base;

/// Serves the live generation: documents, pages and a SPARQL endpoint.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The address to listen at; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,

    /// The base of the URIs that are answered for; the configuration's where not given.
    #[arg(long, value_name = "URI", value_parser = Base::new)]
    base: Option<Base>,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let store = arguments.store.of(&config);
    let base = arguments.base.clone().unwrap_or(config.base);
    let live = Live::open(&store.live()?, &base)?;
    let site = Arc::new(Site::new(base, live));
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_env_filter(EnvFilter::from_env("ASSIZE_LOG").add_directive(LevelFilter::WARN.into()))
        .init();
    Runtime::new()?.block_on(listen(arguments.bind, site, store))?;
    Ok(Exit::Fine)
}

async fn listen(bind: SocketAddr, site: Arc<Site>, store: Generations) -> anyhow::Result<()> {
    let listener = TcpListener::bind(bind).await;
    let listener = listener.with_context(|| format!("{bind} cannot be listened at"))?;
    writeln!(io::stdout(), "serving at http://{}", listener.local_addr()?)?;
    let following = tokio::spawn(serve::follow(Arc::clone(&site), store));
    serve::run(listener, site, stopped()).await?;
    following.abort();
    Ok(())
}

/// Ready when the process is asked to end, by Ctrl-C or by `kill`.
async fn stopped() {
    let interrupt = signal::ctrl_c();
    match signal::unix::signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        },
        // Without a handler the system ends the process at once, which loses nothing: the server
        // only reads.
        Err(_) => drop(interrupt.await),
    }
}
