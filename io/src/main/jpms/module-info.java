/** Networking for asyncio4j: transports and protocols, connections and servers, streams, processes and files. */
module org.asyncio4j.io {
    requires transitive org.asyncio4j;
    requires static org.jspecify;

    exports org.asyncio4j.file;
    exports org.asyncio4j.net;
    exports org.asyncio4j.signal;
    exports org.asyncio4j.stream;
    exports org.asyncio4j.subprocess;
    exports org.asyncio4j.tls;
    exports org.asyncio4j.transport;
}
