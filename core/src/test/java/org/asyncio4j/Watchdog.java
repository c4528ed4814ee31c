package org.asyncio4j;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test in a new platform thread, and fails the test with a dump of all threads if it has not ended in time.
 * For tests that hang if the library is wrong.
 */
public final class Watchdog implements InvocationInterceptor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Creates the extension. */
    public Watchdog() {}

    @Override
    public void interceptTestMethod(Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        watch(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        watch(invocation, context);
    }

    private static void watch(Invocation<@Nullable Void> invocation, ExtensionContext context)
            throws Throwable {
        var failure = new AtomicReference<@Nullable Throwable>();
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("test " + context.getDisplayName())
                .start(() -> {
                    try {
                        invocation.proceed();
                        NothingLeft.checkThisThread();
                    } catch (Throwable error) {
                        failure.set(error);
                    }
                });
        if (!thread.join(PATIENCE)) {
            String threads = dump();
            thread.interrupt(); // gives it a chance not to disturb the tests after it
            throw new AssertionError(
                    "not over after " + PATIENCE.toSeconds() + " seconds\n" + threads);
        }
        Throwable error = failure.get();
        if (error != null) {
            throw error;
        }
    }

    /** All threads, also those of suspended tasks. */
    private static String dump() throws IOException {
        Path folder = Files.createTempDirectory("asyncio4j");
        Path file = folder.resolve("threads.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
