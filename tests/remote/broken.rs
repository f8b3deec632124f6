//! A connection that is lost in the middle of publishing.

use assize::store::Pushing;

use crate::generations::{publish, things};
use crate::peers::{Make, Peer};
use crate::proxy::Proxy;

fn resumes(make: Make) {
    let Some(peer) = Peer::start(make) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let old = publish(folder.path(), &things("old", 10));
    peer.store().push(&old, &|_| {}).unwrap();
    let text = things("new", 80_000);
    let new = publish(folder.path(), &text);

    // The second of four pieces gets through, and a part of the third.
    let proxy = Proxy::before(peer.port, (text.len() * 2 / 3) as u64);
    let cut = peer.store_at(proxy.port).push(&new, &|_| {});
    let error = cut.unwrap_err().to_string();
    assert!(error.contains("cannot be reached"), "{error}");
    let live = peer.store().live().unwrap();
    assert_eq!(live.entry().number, 1);
    assert_eq!(
        live.matching(None, None, None).map(Result::unwrap).count(),
        10
    );

    proxy.mend();
    let first = std::cell::Cell::new(None);
    let told = |at: Pushing| first.set(first.get().or(Some(at.loaded)));
    peer.store_at(proxy.port).push(&new, &told).unwrap();
    assert!(first.get() >= Some(25_000), "it began anew");
    assert!(
        proxy.passed() < text.len() as u64 * 3 / 4,
        "all was sent again"
    );
    let live = peer.store().live().unwrap();
    assert_eq!(live.entry().number, 2);
    // They were counted before the switch.
    assert_eq!(live.entry().triples, 80_000);
}

#[test]
fn a_lost_connection_to_oxigraph_leaves_what_is_live_and_is_gone_on_from() {
    resumes(Make::Oxigraph);
}

#[test]
fn a_lost_connection_to_virtuoso_leaves_what_is_live_and_is_gone_on_from() {
    resumes(Make::Virtuoso);
}
