import bench.Harness;
import bench.Keys;
import bench.Work;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One context of Vert.x: {@code VertxLoop futures|tasks WORKLOAD [ARGUMENT...]}. */
final class VertxLoop {

    private final boolean tasks;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(false));
    private final Context context;
    private int sink;

    private VertxLoop(boolean tasks) throws Exception {
        this.tasks = tasks;
        var deployed = new CompletableFuture<Context>();
        var verticle = new VerticleBase() {
            @Override
            public Future<?> start() throws Exception {
                deployed.complete(context);
                return super.start();
            }
        };
        var model = tasks ? ThreadingModel.VIRTUAL_THREAD : ThreadingModel.EVENT_LOOP;
        vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model));
        context = deployed.get();
    }

    public static void main(String[] args) throws Exception {
        new VertxLoop(args[0].equals("tasks")).run(Arrays.copyOfRange(args, 1, args.length));
    }

    private void run(String[] args) throws Exception {
        switch (args[0]) {
            case "timer" -> Harness.measure("timer", Work.TIMERS, this::timer);
            case "roundtrip" -> Harness.measure("roundtrip", Work.SUBMISSIONS, this::roundTrip);
            case "oneway" -> Harness.measure("oneway", Work.ONE_WAY, this::oneWay);
            case "serve" -> {
                serve(args);
                return;
            }
            default -> {
                if (tasks) {
                    new VertxTasks(this).run(args);
                } else {
                    new VertxFutures(this).run(args);
                }
            }
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    Vertx vertx() {
        return vertx;
    }

    void execute(Runnable step) {
        context.runOnContext(_ -> step.run());
    }

    /** A future that is complete after a turn of the loop. */
    Future<Void> turn() {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(_ -> promise.complete());
        return promise.future();
    }

    /** Starts work in the context and waits, in the main thread, until it says that it is done. */
    void untilDone(Consumer<CountDownLatch> work) throws InterruptedException {
        var done = new CountDownLatch(1);
        execute(() -> work.accept(done));
        done.await();
    }

    private void timer() throws InterruptedException {
        untilDone(done -> {
            for (int i = 0; i < Work.TIMERS; i++) {
                vertx.cancelTimer(vertx.setTimer(30_000, _ -> sink++));
            }
            done.countDown();
        });
    }

    private void roundTrip() throws Exception {
        for (int i = 0; i < Work.SUBMISSIONS; i++) {
            var result = new CompletableFuture<Integer>();
            execute(() -> result.complete(1));
            sink = result.get();
        }
    }

    private void oneWay() throws InterruptedException {
        var count = new AtomicInteger(); // tasks of a context may be in different threads
        var done = new CountDownLatch(1);
        for (int i = 0; i < Work.ONE_WAY; i++) {
            execute(() -> {
                if (count.incrementAndGet() == Work.ONE_WAY) {
                    done.countDown();
                }
            });
        }
        done.await();
    }

    /** {@code serve PORT [KEY FOLDER]}. */
    private void serve(String[] args) {
        var options = new NetServerOptions().setHost("127.0.0.1")
                .setPort(Integer.parseInt(args[1]))
                .setTcpNoDelay(true)
                .setAcceptBacklog(1024);
        if (args.length > 2) {
            var keys = new PfxOptions().setPath(Keys.pkcs12(args[2]).toString()).setPassword(Keys.PASSWORD);
            options.setSsl(true).setKeyCertOptions(keys);
        }
        execute(() -> vertx.createNetServer(options).connectHandler(this::echo).listen().onComplete(result -> {
            if (result.failed()) {
                throw new IllegalStateException(result.cause());
            }
            Work.ready();
        }));
    }

    private void echo(NetSocket socket) {
        socket.exceptionHandler(_ -> {}); // the client has gone
        if (tasks) {
            socket.handler(data -> socket.write(data).await());
        } else {
            socket.handler(socket::write);
        }
    }
}
