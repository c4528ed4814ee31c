//! tokio on its current-thread runtime: tokio-peer WORKLOAD [ARGUMENT...]

mod harness;
mod threads;

use harness::{cpu_nanos, delays, measure, res, resident_bytes, runtime};
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot, Mutex};
use tokio::task::{spawn, yield_now};

const LONG: Duration = Duration::from_secs(30);

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let count = |usual: u64| args.get(1).map_or(usual, |n| n.parse().unwrap());
    match args[0].as_str() {
        "yield" => yield_often(count(1)),
        "spawn" => in_task("spawn", 500_000, |n| async move {
            for _ in 0..n {
                spawn(noop()).await.unwrap();
            }
        }),
        "gather" => in_task("gather", 100_000, |n| async move {
            let tasks: Vec<_> = (0..n).map(|_| spawn(noop())).collect();
            for task in tasks {
                task.await.unwrap();
            }
        }),
        "pingpong" => in_task("pingpong", 300_000, ping_pong),
        "pipe" => in_task("pipe", 2_000_000, pipe),
        // timeout() polls the operation first: with a yield it registers and removes its timer, as others do
        "timeout" => in_task("timeout", 500_000, |n| async move {
            for _ in 0..n {
                tokio::time::timeout(LONG, yield_now()).await.unwrap();
            }
        }),
        "timer" => in_task("timer", 1_000_000, timer),
        "sleeps" => sleeps(count(100_000) as usize),
        "lock" => in_task("lock", 500_000, |n| async move {
            let lock = Mutex::new(0u64);
            for _ in 0..n {
                *lock.lock().await += 1;
            }
            std::hint::black_box(lock);
        }),
        "contended" => in_task("contended", 500_000, contended),
        "memory" => runtime().block_on(memory(count(1_000_000) as usize)),
        "skynet" => in_task("skynet", 1_111_111, |_| async {
            assert_eq!(skynet(0, 1_000_000).await, 499_999_500_000);
        }),
        "roundtrip" => threads::with_runtime(threads::round_trip),
        "oneway" => threads::with_runtime(threads::one_way),
        "hello" => runtime().block_on(async {
            yield_now().await;
            println!("hello");
        }),
        "serve" => runtime().block_on(serve(&args[1])),
        other => panic!("{other}"),
    }
}

/// Measures a future that runs as a task of a new runtime and does as many operations as it is told.
fn in_task<F: Future<Output = ()> + Send + 'static>(metric: &str, operations: u64, body: impl Fn(u64) -> F) {
    measure(metric, operations, || runtime().block_on(async { spawn(body(operations)).await.unwrap() }));
}

async fn noop() -> u32 {
    1
}

fn yield_often(tasks: u64) {
    in_task("yield", 1_000_000, |n| async move {
        let each = n / tasks;
        let run = || async move {
            for _ in 0..each {
                yield_now().await;
            }
        };
        let all: Vec<_> = (0..tasks).map(|_| spawn(run())).collect();
        for task in all {
            task.await.unwrap();
        }
    });
}

async fn ping_pong(n: u64) {
    let (to, mut there) = mpsc::channel::<u64>(1);
    let (answer, mut back) = mpsc::channel::<u64>(1);
    let echo = spawn(async move {
        for _ in 0..n {
            answer.send(there.recv().await.unwrap()).await.unwrap();
        }
    });
    for i in 0..n {
        to.send(i).await.unwrap();
        back.recv().await.unwrap();
    }
    echo.await.unwrap();
}

async fn pipe(n: u64) {
    let (sender, mut receiver) = mpsc::channel::<u64>(1024);
    spawn(async move {
        for i in 0..n {
            sender.send(i).await.unwrap();
        }
    });
    let mut sum = 0;
    while let Some(item) = receiver.recv().await {
        sum += item;
    }
    std::hint::black_box(sum);
}

/// A sleep that is polled once, which registers it, and dropped.
async fn timer(n: u64) {
    poll_fn(|context| {
        for _ in 0..n {
            let mut sleep = Box::pin(tokio::time::sleep(LONG));
            assert!(sleep.as_mut().poll(context).is_pending());
        }
        Poll::Ready(())
    })
    .await;
}

async fn late_millis(delay: u64) -> f64 {
    let before = Instant::now();
    tokio::time::sleep(Duration::from_millis(delay)).await;
    before.elapsed().as_secs_f64() * 1e3 - delay as f64
}

fn sleeps(tasks: usize) {
    let millis = delays(tasks);
    let longest = *millis.iter().max().unwrap() as f64;
    let mut late = vec![];
    for suffix in [".cold", ".again", ""] {
        let (cpu, wall) = (cpu_nanos(), Instant::now());
        late = runtime().block_on(async {
            let all: Vec<_> = millis.iter().map(|&delay| spawn(late_millis(delay))).collect();
            let mut late = Vec::with_capacity(tasks);
            for task in all {
                late.push(task.await.unwrap());
            }
            late
        });
        res(&format!("sleeps.cpu{suffix}"), (cpu_nanos() - cpu) / 1e6, "ms");
        res(&format!("sleeps.over{suffix}"), wall.elapsed().as_secs_f64() * 1e3 - longest, "ms");
    }
    late.sort_by(f64::total_cmp);
    res("sleeps.late_p50", late[tasks / 2], "ms");
    res("sleeps.late_p99", late[tasks * 99 / 100], "ms");
}

async fn contended(n: u64) {
    let lock = Arc::new(Mutex::new(0u64));
    let contender = |lock: Arc<Mutex<u64>>| async move {
        for _ in 0..n / 100 {
            let mut held = lock.lock().await;
            *held += 1;
            yield_now().await;
        }
    };
    let all: Vec<_> = (0..100).map(|_| spawn(contender(lock.clone()))).collect();
    for task in all {
        task.await.unwrap();
    }
}

async fn memory(tasks: usize) {
    let before = resident_bytes();
    let (mut cpu, mut wall) = (cpu_nanos(), Instant::now());
    let report = |what: &str, cpu: f64, wall: Instant| {
        res(&format!("memory.{what}.cpu"), (cpu_nanos() - cpu) / tasks as f64, "ns");
        res(&format!("memory.{what}"), wall.elapsed().as_nanos() as f64 / tasks as f64, "ns");
    };
    let (mut senders, mut waiting) = (Vec::with_capacity(tasks), Vec::with_capacity(tasks));
    for _ in 0..tasks {
        let (sender, receiver) = oneshot::channel::<u32>();
        senders.push(sender);
        waiting.push(spawn(async move { receiver.await.unwrap() }));
    }
    // block_on takes a turn after every 61 tasks
    for _ in 0..tasks / 50 {
        yield_now().await;
    }
    report("create", cpu, wall);
    res("memory.rss", (resident_bytes() - before) / tasks as f64, "B");
    (cpu, wall) = (cpu_nanos(), Instant::now());
    for sender in senders {
        sender.send(1).unwrap();
    }
    for task in waiting {
        task.await.unwrap();
    }
    report("wake", cpu, wall);
}

fn skynet(first: u64, leaves: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        if leaves == 1 {
            return first;
        }
        let part = leaves / 10;
        let parts: Vec<_> = (0..10).map(|i| spawn(skynet(first + i * part, part))).collect();
        let mut sum = 0;
        for task in parts {
            sum += task.await.unwrap();
        }
        sum
    })
}

/// Echo with a task for each connection.
async fn serve(port: &str) {
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
    println!("READY");
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        socket.set_nodelay(true).unwrap();
        spawn(echo(socket));
    }
}

async fn echo(mut socket: TcpStream) {
    let mut data = vec![0u8; 16384];
    // an error, like an end, is a client that has gone
    while let Ok(n @ 1..) = socket.read(&mut data).await {
        if socket.write_all(&data[..n]).await.is_err() {
            return;
        }
    }
}
