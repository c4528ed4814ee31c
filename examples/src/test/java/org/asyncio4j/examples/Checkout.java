package org.asyncio4j.examples;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.stream.Streams;

/** Where things are: the tests run in the folder of their module. */
final class Checkout {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The JDK that runs the tests runs the programs too. */
    static final Path JDK = Path.of(System.getProperty("java.home"));

    static final String JVM_FLAG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private Checkout() {}

    /** The core of the library as the build made it: the jar in the reactor, and nothing it depends on. */
    static Path core() {
        return jarOf(Asyncio.class);
    }

    /** Networking, in a jar of its own. */
    static Path io() {
        return jarOf(Streams.class);
    }

    /** The annotations of the library, which the build leaves beside the core for the launcher. */
    static Path annotations() {
        return core().resolveSibling("jspecify.jar");
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A program in one source file, run in the root of the checkout with the one flag.
     *
     * @param file relative to the root of the checkout, such as {@code examples/Tour.java}
     */
    static Program example(String file, String... arguments) {
        return program(List.of(JVM_FLAG), file, arguments);
    }

    /** The same with no flag, as a program runs that nobody told of it. */
    static Program exampleWithoutFlag(String file, String... arguments) {
        return program(List.of(), file, arguments);
    }

    private static Program program(List<String> flags, String file, String... arguments) {
        var command = new ArrayList<String>();
        command.add(JDK.resolve("bin").resolve("java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", core() + File.pathSeparator + io(), file));
        command.addAll(List.of(arguments));
        return new Program(command).in(ROOT);
    }
}
