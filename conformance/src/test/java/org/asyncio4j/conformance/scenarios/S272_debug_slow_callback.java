package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S272_debug_slow_callback extends Scenario {

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger("asyncio");

    private final class Collect extends Handler {

        @Override
        public void publish(LogRecord record) {
            // a stall is told of while it lasts, too, which CPython cannot
            if (record.getLevel() == Level.WARNING && !record.getMessage().startsWith("The event loop is held up")) {
                records.add(record);
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        print("default limit", loop.getSlowCallbackDuration().toMillis() / 1000.0);
        loop.setSlowCallbackDuration(ofMillis(80));
        loop.callSoon(() -> blockThread(ofMillis(10)));
        sleep(ZERO);
        sleep(ZERO);
        print("fast:", records.size());
        loop.callSoon(() -> blockThread(ofMillis(120)));
        sleep(ZERO);
        sleep(ZERO);
        String text = records.get(0).getMessage();
        print("slow:", records.size(), records.get(0).getLevel(), text.startsWith("Executing"),
                text.contains("seconds"));
        loop.setDebug(false);
        loop.callSoon(() -> blockThread(ofMillis(120)));
        sleep(ZERO);
        sleep(ZERO);
        print("debug off:", records.size());
    }

    @Override
    protected void script() {
        var collect = new Collect();
        log.addHandler(collect);
        log.setUseParentHandlers(false);
        try {
            runInDebugMode(this::main);
        } finally {
            log.removeHandler(collect);
            log.setUseParentHandlers(true);
        }
    }
}
