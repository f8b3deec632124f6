//! A proxy that cuts connections.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Passes bytes on to a server until it has passed so many; from then on every connection through
/// it is cut, until it is mended.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    passed: Arc<AtomicU64>,
    most: Arc<AtomicU64>,
}

impl Proxy {
    pub(crate) fn before(server: u16, most: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = Self {
            port: listener.local_addr().unwrap().port(),
            passed: Arc::default(),
            most: Arc::new(AtomicU64::new(most)),
        };
        let passing = proxy.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else {
                    continue;
                };
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let there = passing.clone();
                thread::spawn(move || there.pass(client, server));
                thread::spawn(move || drop(std::io::copy(&mut &back.0, &mut &back.1)));
            }
        });
        proxy
    }

    /// How many bytes have gone to the server.
    pub(crate) fn passed(&self) -> u64 {
        self.passed.load(Ordering::SeqCst)
    }

    /// Cuts nothing any more, and counts from nought.
    pub(crate) fn mend(&self) {
        self.passed.store(0, Ordering::SeqCst);
        self.most.store(u64::MAX, Ordering::SeqCst);
    }

    fn pass(&self, mut client: TcpStream, mut server: TcpStream) {
        let mut block = [0; 16 << 10];
        while let Ok(n @ 1..) = client.read(&mut block) {
            let passed = self.passed.fetch_add(n as u64, Ordering::SeqCst);
            if passed > self.most.load(Ordering::SeqCst) || server.write_all(&block[..n]).is_err() {
                break;
            }
        }
        drop(client.shutdown(Shutdown::Both));
        drop(server.shutdown(Shutdown::Both));
    }
}
