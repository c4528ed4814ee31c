import bench.Harness;
import bench.Keys;
import bench.Work;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One event loop of Netty: {@code NettyLoop nio|epoll WORKLOAD [ARGUMENT...]}. */
final class NettyLoop {

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private int sink;

    private NettyLoop(boolean epoll) {
        this.epoll = epoll;
        group = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loop = group.next();
    }

    public static void main(String[] args) throws Exception {
        new NettyLoop(args[0].equals("epoll")).run(Arrays.copyOfRange(args, 1, args.length));
    }

    private void run(String[] args) throws Exception {
        switch (args[0]) {
            case "yield" -> resubmit(Work.count(args, 1, 1));
            case "timer" -> timer();
            case "sleeps" -> Harness.sleeps(Work.count(args, 1, Work.SLEEPERS), this::sleeps);
            case "roundtrip" -> roundTrip();
            case "oneway" -> Harness.measure("oneway", Work.ONE_WAY, this::oneWay);
            case "hello" -> loop.submit(() -> System.out.println("hello")).get();
            case "serve" -> {
                serve(args);
                return;
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A callback that submits itself: Netty has no tasks that yield. */
    private final class Resubmitted implements Runnable {

        private final CountDownLatch done;
        private int left;

        private Resubmitted(int times, CountDownLatch done) {
            left = times;
            this.done = done;
        }

        @Override
        public void run() {
            if (left-- > 0) {
                loop.execute(this);
            } else {
                done.countDown();
            }
        }
    }

    private void resubmit(int callbacks) throws Exception {
        int each = Work.YIELDS / callbacks;
        Harness.measure("yield", Work.YIELDS, () -> {
            var done = new CountDownLatch(callbacks);
            loop.execute(() -> {
                for (int i = 0; i < callbacks; i++) {
                    loop.execute(new Resubmitted(each, done));
                }
            });
            done.await();
        });
    }

    private void timer() throws Exception {
        Harness.measure("timer", Work.TIMERS, () -> loop.submit(() -> {
            for (int i = 0; i < Work.TIMERS; i++) {
                loop.schedule(() -> sink++, 30, TimeUnit.SECONDS).cancel(false);
            }
        }).get());
    }

    private void sleeps(int[] delayMillis, long[] lateNanos) throws InterruptedException {
        var done = new CountDownLatch(delayMillis.length);
        loop.execute(() -> {
            for (int i = 0; i < delayMillis.length; i++) {
                int k = i;
                long before = System.nanoTime();
                loop.schedule(() -> {
                    lateNanos[k] = System.nanoTime() - before - delayMillis[k] * 1_000_000L;
                    done.countDown();
                }, delayMillis[i], TimeUnit.MILLISECONDS);
            }
        });
        done.await();
    }

    private void roundTrip() throws Exception {
        Harness.measure("roundtrip", Work.SUBMISSIONS, () -> {
            for (int i = 0; i < Work.SUBMISSIONS; i++) {
                sink = loop.submit(() -> 1).get();
            }
        });
    }

    private void oneWay() throws InterruptedException {
        var done = new CountDownLatch(1);
        int[] count = new int[1];
        for (int i = 0; i < Work.ONE_WAY; i++) {
            loop.execute(() -> {
                if (++count[0] == Work.ONE_WAY) {
                    done.countDown();
                }
            });
        }
        done.await();
    }

    // ---- echo ----

    /** {@code serve PORT [KEY FOLDER]}. */
    private void serve(String[] args) throws Exception {
        Class<? extends ServerChannel> channel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        SslContext tls = args.length < 3 ? null
                : SslContextBuilder.forServer(Keys.managers(args[2])).sslProvider(SslProvider.JDK).build();
        new ServerBootstrap().group(group)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        if (tls != null) {
                            accepted.pipeline().addLast(tls.newHandler(accepted.alloc()));
                        }
                        accepted.pipeline().addLast(new Echo());
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(args[1]))
                .sync();
        Work.ready();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
            context.close();
        }
    }
}
