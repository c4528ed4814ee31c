import bench.Harness
import bench.Work
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.asCompletableFuture
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

// Kotlin coroutines in runBlocking, whose event loop is one thread: WORKLOAD [ARGUMENT...]

private var sink = 0

fun main(args: Array<String>) {
    when (args[0]) {
        "yield" -> yieldOften(Work.count(args, 1, 1))
        "spawn" -> measure("spawn", Work.SPAWNS) { repeat(Work.SPAWNS) { sink = async { noop() }.await() } }
        "gather" -> gather(Work.count(args, 1, Work.GATHERED))
        "pingpong" -> measure("pingpong", Work.ROUND_TRIPS) { pingPong() }
        "pipe" -> measure("pipe", Work.ITEMS) { pipe() }
        "timeout" -> measure("timeout", Work.TIMEOUTS) {
            repeat(Work.TIMEOUTS) { sink = withTimeout(30_000) { noop() } }
        }
        "timer" -> measure("timer", Work.TIMERS) { timer() }
        "sleeps" -> Harness.sleeps(Work.count(args, 1, Work.SLEEPERS)) { delays, late ->
            runBlocking { sleeps(delays, late) }
        }
        "lock" -> measure("lock", Work.LOCKINGS) {
            val lock = Mutex()
            repeat(Work.LOCKINGS) { lock.withLock { sink++ } }
        }
        "contended" -> measure("contended", Work.LOCKINGS) { contended() }
        "memory" -> Harness.memory(Work.count(args, 1, Work.SUSPENDED)) { tasks, probe ->
            runBlocking { memory(tasks, probe) }
        }
        "skynet" -> measure("skynet", Work.TREE) { Work.checkSkynet(skynet(0, Work.LEAVES)) }
        "roundtrip" -> withLoop { loop -> roundTrip(loop) }
        "oneway" -> withLoop { loop -> oneWay(loop) }
        "hello" -> runBlocking {
            yield()
            println("hello")
        }
        "serve" -> serve(args)
        else -> throw IllegalArgumentException(args[0])
    }
}

private fun measure(metric: String, operations: Int, body: suspend CoroutineScope.() -> Unit) =
    Harness.measure(metric, operations.toLong()) { runBlocking { body() } }

private suspend fun noop(): Int = 1

private fun yieldOften(tasks: Int) {
    val each = Work.YIELDS / tasks
    measure("yield", Work.YIELDS) { repeat(tasks) { launch { repeat(each) { yield() } } } }
}

private fun gather(tasks: Int) {
    val times = maxOf(1, Work.GATHERED / tasks)
    measure("gather", times * tasks) {
        repeat(times) { sink = List(tasks) { async { noop() } }.awaitAll().size }
    }
}

private suspend fun CoroutineScope.pingPong() {
    val there = Channel<Int>(1)
    val back = Channel<Int>(1)
    launch { repeat(Work.ROUND_TRIPS) { back.send(there.receive()) } }
    repeat(Work.ROUND_TRIPS) {
        there.send(it)
        sink = back.receive()
    }
}

private suspend fun CoroutineScope.pipe() {
    val queue = Channel<Int>(Work.QUEUE_SIZE)
    launch { repeat(Work.ITEMS) { queue.send(it) } }
    var sum = 0L
    repeat(Work.ITEMS) { sum += queue.receive() }
    sink = sum.toInt()
}

/** There is no public call_later: a coroutine in delay() that is cancelled. */
private suspend fun CoroutineScope.timer() {
    repeat(Work.TIMERS) {
        launch(start = CoroutineStart.UNDISPATCHED) { delay(30_000) }.cancel()
        if (it % 1000 == 999) yield()
    }
}

private fun CoroutineScope.sleeps(delayMillis: IntArray, lateNanos: LongArray) {
    for (k in delayMillis.indices) {
        launch {
            val before = System.nanoTime()
            delay(delayMillis[k].toLong())
            lateNanos[k] = System.nanoTime() - before - delayMillis[k] * 1_000_000L
        }
    }
}

private fun CoroutineScope.contended() {
    val lock = Mutex()
    repeat(Work.CONTENDERS) {
        launch {
            repeat(Work.LOCKINGS / Work.CONTENDERS) {
                lock.withLock {
                    sink++
                    yield()
                }
            }
        }
    }
}

private suspend fun CoroutineScope.memory(tasks: Int, probe: Harness.Probe) {
    val results = ArrayList<CompletableDeferred<Int>>(tasks)
    val jobs = ArrayList<Job>(tasks)
    repeat(tasks) {
        val result = CompletableDeferred<Int>()
        results.add(result)
        jobs.add(launch { sink = result.await() })
    }
    yield()
    probe.created()
    results.forEach { it.complete(1) }
    jobs.joinAll()
    probe.woken()
}

private suspend fun skynet(first: Long, leaves: Int): Long = if (leaves == 1) first else coroutineScope {
    val part = leaves / 10
    List(10) { i -> async { skynet(first + i.toLong() * part, part) } }.awaitAll().sum()
}

/** A loop in a thread of its own; the main thread uses it from outside. */
private fun withLoop(main: (CoroutineContext) -> Unit) {
    val started = CompletableFuture<CoroutineContext>()
    val stop = CompletableDeferred<Unit>()
    val thread = Thread {
        runBlocking {
            started.complete(coroutineContext.minusKey(Job))
            stop.await()
        }
    }
    thread.start()
    try {
        main(started.get())
    } finally {
        stop.complete(Unit)
        thread.join()
    }
}

private fun roundTrip(loop: CoroutineContext) {
    val scope = CoroutineScope(loop + Job())
    Harness.measure("roundtrip", Work.SUBMISSIONS.toLong()) {
        repeat(Work.SUBMISSIONS) { sink = scope.async { noop() }.asCompletableFuture().get() }
    }
}

private fun oneWay(loop: CoroutineContext) {
    val dispatcher = loop[ContinuationInterceptor] as CoroutineDispatcher
    Harness.measure("oneway", Work.ONE_WAY.toLong()) {
        val done = CountDownLatch(1)
        var count = 0
        repeat(Work.ONE_WAY) { dispatcher.dispatch(loop) { if (++count == Work.ONE_WAY) done.countDown() } }
        done.await()
    }
}
