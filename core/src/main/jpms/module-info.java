/**
 * Python's asyncio for the JVM: an event loop, tasks and the primitives to coordinate them.
 *
 * <p>A program on the module path that wants its tasks carried by the loop's own thread opens one
 * package: {@code --add-opens java.base/java.lang=org.asyncio4j}.
 */
module org.asyncio4j {
    requires static org.jspecify;
    requires static jdk.unsupported;

    exports org.asyncio4j;
    exports org.asyncio4j.channel;
    exports org.asyncio4j.queue;
    exports org.asyncio4j.spi;
    exports org.asyncio4j.sync;
}
