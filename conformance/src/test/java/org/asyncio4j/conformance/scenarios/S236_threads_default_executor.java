package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.toThread;

import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S236_threads_default_executor extends Scenario {

    private String name() {
        return Thread.currentThread().getName().split("_", -1)[0];
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        ThreadFactory mine = Thread.ofPlatform().name("mine_", 0).factory();
        loop.setDefaultExecutor(Executors.newFixedThreadPool(1, mine));
        print(await(loop.runInExecutor(null, this::name)));
        print(toThread(this::name));
        loop.shutdownDefaultExecutor();
        try {
            await(loop.runInExecutor(null, this::name));
        } catch (IllegalStateException e) {
            print(e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
