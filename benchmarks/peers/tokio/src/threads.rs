//! Work given to a runtime in another thread.

use crate::harness::{measure, runtime};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{mpsc, Arc};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

pub fn with_runtime(body: impl FnOnce(Handle)) {
    let runtime = runtime();
    let handle = runtime.handle().clone();
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::spawn(move || runtime.block_on(async { stopped.await.unwrap() }));
    body(handle);
    stop.send(()).unwrap();
    thread.join().unwrap();
}

pub fn round_trip(handle: Handle) {
    let n = 200_000;
    measure("roundtrip", n, || {
        for _ in 0..n {
            let (sender, receiver) = oneshot::channel();
            handle.spawn(async move { sender.send(1).unwrap() });
            receiver.blocking_recv().unwrap();
        }
    });
}

pub fn one_way(handle: Handle) {
    let n = 2_000_000;
    measure("oneway", n, || {
        let count = Arc::new(AtomicU64::new(0));
        let (done, all_done) = mpsc::channel();
        for _ in 0..n {
            let (count, done) = (count.clone(), done.clone());
            handle.spawn(async move {
                if count.fetch_add(1, Ordering::Relaxed) + 1 == n {
                    done.send(()).unwrap();
                }
            });
        }
        all_done.recv().unwrap();
    });
}
