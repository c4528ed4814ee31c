//! Rounds and figures of tokio's workloads.

use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

fn env(name: &str, usual: f64) -> f64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(usual)
}

/// CPU time of the process.
pub fn cpu_nanos() -> f64 {
    unsafe {
        let mut t: libc::timespec = std::mem::zeroed();
        libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut t);
        t.tv_sec as f64 * 1e9 + t.tv_nsec as f64
    }
}

pub fn resident_bytes() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<f64>().unwrap() * 4096.0
}

pub fn res(metric: &str, value: f64, unit: &str) {
    println!("RES {metric} {value:.4} {unit}");
}

/// A new runtime of one thread.
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0
}

/// Rounds until there are enough or the budget of CPU time is used up: medians of the later half.
pub fn measure(metric: &str, operations: u64, mut round: impl FnMut()) {
    let (rounds, budget) = (env("ROUNDS", 60.0) as usize, env("BUDGET", 2.5) * 1e9);
    let (mut wall, mut cpu) = (vec![], vec![]);
    let begin = cpu_nanos();
    while wall.len() < rounds && (wall.len() < 3 || cpu_nanos() - begin < budget) {
        let (cpu_before, wall_before) = (cpu_nanos(), Instant::now());
        round();
        wall.push(wall_before.elapsed().as_nanos() as f64 / operations as f64);
        cpu.push((cpu_nanos() - cpu_before) / operations as f64);
    }
    let half = wall.len() / 2;
    res(&format!("{metric}.cpu"), median(&cpu[half..]), "ns");
    res(metric, median(&wall[half..]), "ns");
    res(&format!("{metric}.best"), wall.iter().copied().fold(f64::MAX, f64::min), "ns");
    res(&format!("{metric}.cold"), wall[0], "ns");
}

/// The same delays of 0 to 1000 ms in every peer.
pub fn delays(n: usize) -> Vec<u64> {
    let mut x: u64 = 12345;
    let mut result = Vec::with_capacity(n);
    for _ in 0..n {
        x = x.wrapping_mul(1103515245).wrapping_add(12345) & 0x7fffffff;
        result.push((x >> 8) % 1001);
    }
    result
}
