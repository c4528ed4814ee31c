package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.conformance.Scenario;

final class S227_loop_default_handler_logs extends Scenario {

    private final class Collect extends Handler {

        @Override
        public void publish(LogRecord record) {
            String firstLine = record.getMessage().lines().findFirst().orElse("");
            print("log", record.getLoggerName(), levelName(record.getLevel()), "|", firstLine);
            print("log has exception:", record.getThrown() != null);
        }

        @Override
        public void flush() {
            // keeps nothing
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    // java.util.logging has no ERROR; System.Logger writes its ERROR as SEVERE
    private static String levelName(Level level) {
        return level.equals(Level.SEVERE) ? "ERROR" : level.getName();
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.callExceptionHandler(ExceptionContext.of("something odd"));
        loop.callExceptionHandler(
                ExceptionContext.of("with error").withException(new IllegalArgumentException("v")));
        loop.setExceptionHandler((lp, context) -> lp.defaultExceptionHandler(context));
        loop.callExceptionHandler(ExceptionContext.of("delegated"));
    }

    @Override
    protected void script() {
        Logger logger = Logger.getLogger("asyncio");
        var collect = new Collect();
        logger.addHandler(collect);
        logger.setUseParentHandlers(false);
        try {
            run(this::main);
        } finally {
            // the logger outlives this scenario
            logger.setUseParentHandlers(true);
            logger.removeHandler(collect);
        }
    }
}
