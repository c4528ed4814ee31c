package org.asyncio4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the library logs while this is open; it does not reach the console. */
public final class LogLines implements AutoCloseable {

    // a field, as the JDK forgets loggers that nobody refers to
    private final Logger logger = Logger.getLogger("asyncio");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private @Nullable Error fault;
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            if (fault != null) {
                throw fault;
            }
            records.add(logRecord);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // holds nothing
        }
    };

    /** Begins to listen. */
    public LogLines() {
        logger.addHandler(recorder);
        logger.setUseParentHandlers(false);
    }

    /** From now on logging ends in this error. */
    void failWith(Error error) {
        fault = error;
    }

    List<LogRecord> records() {
        return records;
    }

    List<String> messages() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /**
     * Returns the warnings so far.
     *
     * @return their messages, in order
     */
    public List<String> warnings() {
        return messages(each -> each.getLevel().equals(Level.WARNING));
    }

    private List<String> messages(Predicate<LogRecord> wanted) {
        return records.stream().filter(wanted).map(LogRecord::getMessage).toList();
    }

    @Override
    public void close() {
        logger.removeHandler(recorder);
        logger.setUseParentHandlers(true);
    }
}
