package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {

    private static final String FILE = "examples/Download.java";

    /** More than the buffers between two sockets hold: when half of it is sent, somebody reads. */
    private static final byte[] LARGE = "0123456789abcdef".repeat(2 << 20).getBytes(StandardCharsets.US_ASCII);

    @TempDir(factory = SpacedFolder.class)
    Path folder;

    Path target;
    private Site site;

    @BeforeEach
    void openSite() throws IOException {
        target = folder.resolve("the copy");
        site = new Site();
    }

    @AfterEach
    void closeSite() {
        site.close();
    }

    @Test
    void noArguments_mirrorsTheJdkAndLeavesNothing() throws InterruptedException {
        Program.Result result = Checkout.example(FILE)
                .with(Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=\"" + folder + "\""))
                .run();

        assertThat(result.out()).matches("""
                serving (\\d{3,}) files of this JDK
                \\1 files, \\S+ MB in \\S+ s, \\d+ retries, 0 failed
                \\1 checksums compared, 0 differ
                """);
        assertThat(result.status()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brokenAnswers_areAskedForAgain(boolean withFlag) throws IOException, InterruptedException {
        site.file("/steady.txt", "steady");
        site.file("/flaky.txt", "flaky", (nth, exchange, content) -> {
            if (nth <= 2) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                Site.send(exchange, content);
            }
        });
        site.file("/sub/late.txt", "late", (nth, exchange, content) -> {
            if (nth == 1) {
                site.awaitClosing();
            }
            Site.send(exchange, content);
        });
        site.file("/sub/stalled.txt", "stalled", (nth, exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            if (nth == 1) {
                site.awaitClosing();
            }
            exchange.getResponseBody().write(content, content.length / 2, content.length - content.length / 2);
        });

        Program.Result result = download(withFlag, "--timeout", "2", "--retries", "8").run();

        assertThat(result.out()).startsWith("4 files, ").endsWith(" 0 failed\n");
        assertThat(result.status()).isZero();
        assertThat(copied()).isEqualTo(Map.of("steady.txt", "steady", "flaky.txt", "flaky",
                "sub/late.txt", "late", "sub/stalled.txt", "stalled"));
        assertThat(site.requests("/flaky.txt")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void missingFile_isReportedAndNotAskedForAgain() throws IOException, InterruptedException {
        site.file("/there.txt", "there");
        site.file("/gone.txt", "", (nth, exchange, content) -> exchange.sendResponseHeaders(404, -1));

        Program.Result result = download(true).run();

        assertThat(result.out()).startsWith("1 files, ").endsWith(" 0 retries, 1 failed\n");
        assertThat(result.err()).isEqualTo("failed: " + site.url() + "gone.txt: HTTP 404\n");
        assertThat(result.status()).isEqualTo(1);
        assertThat(copied()).isEqualTo(Map.of("there.txt", "there"));
        assertThat(site.requests("/gone.txt")).isEqualTo(1);
    }

    @Test
    void serverThatIsAlwaysBusy_isGivenUp() throws IOException, InterruptedException {
        site.file("/busy.txt", "", (nth, exchange, content) -> exchange.sendResponseHeaders(500, -1));

        Program.Result result = download(true, "--retries", "2").run();

        assertThat(result.err()).isEqualTo("failed: " + site.url() + "busy.txt: HTTP 500\n");
        assertThat(result.status()).isEqualTo(1);
        assertThat(site.requests("/busy.txt")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interrupt_leavesNoHalfWrittenFile(boolean withFlag) throws IOException, InterruptedException {
        var held = new CountDownLatch(3);
        Answer half = (nth, exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            held.countDown();
            site.awaitClosing();
        };
        site.file("/first.bin", LARGE, half);
        site.file("/second.bin", LARGE, half);
        site.file("/third.bin", LARGE, (nth, exchange, content) -> {
            held.countDown();
            site.awaitClosing();
        });
        site.file("/waiting.txt", "waiting");

        Program.Running program = download(withFlag, "--jobs", "3").heedingInterrupts().start();
        site.await(held);
        List<String> before = names();
        program.interrupt();
        Program.Result result = program.result();

        assertThat(before).hasSize(2).allMatch(name -> name.endsWith(".part"));
        assertThat(result.status()).isEqualTo(130);
        assertThat(result.out()).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void names_surviveTheirWay() throws IOException, InterruptedException {
        List<String> names = List.of("a b.txt", "100%.txt", "%41.txt", "x+y=z.txt", "R&D <new> \"it's\".txt",
                "what?#.txt", "a:b.txt", "semi;colon.txt", "größe.txt", "日本語/さくら 🌸.txt", "dots../..more");
        for (String name : names) {
            site.file("/" + name, name);
        }
        Path lister = folder.resolve("Lister.java");
        Files.writeString(lister, """
                void main(String[] arguments) throws IOException {
                    Path folder = Path.of(arguments[0]);
                    try (Stream<Path> files = Files.walk(folder)) {
                        for (Path file : files.filter(Files::isRegularFile).toList()) {
                            boolean same = folder.relativize(file).toString().equals(Files.readString(file));
                            IO.println(folder.toUri().relativize(file.toUri()).getRawPath() + " " + same);
                        }
                    }
                }
                """);
        // In the C locale a JVM cannot write such names, nor can this one if it runs in it.
        Map<String, String> locale = Map.of("LC_ALL", "C.UTF-8");

        Program.Result result = download(true).with(locale).run();
        Program.Result listed = Checkout.example(lister.toString(), target.toString()).with(locale).run();

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(listed.out().lines()).hasSameSizeAs(names).allMatch(line -> line.endsWith(" true"));
    }

    @Test
    void linksThatLeadElsewhere_areNotFollowed() throws IOException, InterruptedException {
        site.file("/in/page.txt", "page");
        site.page("/in/", """
                <a href="../">up</a> <a href="/">root</a> <a href="?C=N;O=D">by name</a>
                <a href="http://192.0.2.1/page.txt">elsewhere</a> <A class="x" HREF = './page.txt'>page</A>
                <a href="..%2f..%2fescaped.txt">trick</a> <a href="bad%zz.txt">broken</a>
                """);

        Program.Result result = download(true).run();

        assertThat(result.out()).startsWith("1 files, ").endsWith(" 2 failed\n");
        assertThat(result.err().lines()).satisfiesExactlyInAnyOrder(
                line -> assertThat(line).endsWith("..%2f..%2fescaped.txt: not the name of a file: ../../escaped.txt"),
                line -> assertThat(line).contains("in/bad%zz.txt: "));
        assertThat(result.status()).isEqualTo(1);
        assertThat(copied()).isEqualTo(Map.of("in/page.txt", "page"));
        assertThat(folder.resolve("escaped.txt")).doesNotExist();
    }

    @Test
    void compare_namesWhatDiffers() throws IOException, InterruptedException {
        site.file("/same.txt", "same");
        site.file("/other.txt", "as served");
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("same.txt"), "same");
        Files.writeString(source.resolve("other.txt"), "as it was");
        Files.writeString(source.resolve("unserved.txt"), "");

        Program.Result result = download(true, "--compare", source.toString()).run();

        assertThat(result.out()).endsWith(" 0 failed\n3 checksums compared, 2 differ\n");
        assertThat(result.err().lines()).satisfiesExactly(
                line -> assertThat(line).matches("differs: other.txt: source \\p{XDigit}{64}, copy \\p{XDigit}{64}"),
                line -> assertThat(line).matches("differs: unserved.txt: source \\p{XDigit}{64}, copy missing"));
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void badArguments_printUsage() throws InterruptedException {
        Program.Result result = Checkout.example(FILE, "--jobs", "0").run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("Download: --jobs cannot be '0'\nusage: Download URL");
    }

    private Program download(boolean withFlag, String... options) {
        List<String> arguments = new ArrayList<>(List.of(site.url(), target.toString()));
        arguments.addAll(List.of(options));
        String[] all = arguments.toArray(String[]::new);
        return withFlag ? Checkout.example(FILE, all) : Checkout.exampleWithoutFlag(FILE, all);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Map<String, String> copied() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(target.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    /** How a file is served; the requests for it are numbered from 1. */
    private interface Answer {
        void send(int nth, HttpExchange exchange, byte[] content) throws IOException;
    }

    /** A web server with pages that list the entries of folders. */
    private static final class Site implements AutoCloseable {

        private static final long LIMIT_SECONDS = 60;

        private final HttpServer server;
        private final Map<String, HttpHandler> resources = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
        private final CountDownLatch closing = new CountDownLatch(1);

        Site() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        void file(String path, String content) {
            file(path, content, (nth, exchange, bytes) -> send(exchange, bytes));
        }

        void file(String path, String content, Answer answer) {
            file(path, content.getBytes(StandardCharsets.UTF_8), answer);
        }

        void file(String path, byte[] content, Answer answer) {
            var count = new AtomicInteger();
            counts.put(path, count);
            resources.put(path, exchange -> answer.send(count.incrementAndGet(), exchange, content));
        }

        void page(String path, String html) {
            resources.put(path, exchange -> send(exchange, html.getBytes(StandardCharsets.UTF_8)));
        }

        int requests(String path) {
            AtomicInteger count = counts.get(path);
            return count == null ? 0 : count.get();
        }

        static void send(HttpExchange exchange, byte[] content) throws IOException {
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(content);
            }
        }

        void awaitClosing() throws IOException {
            try {
                await(closing);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        void await(CountDownLatch latch) throws InterruptedException {
            assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                HttpHandler resource = resources.get(path);
                if (resource != null) {
                    resource.handle(exchange);
                } else {
                    send(exchange, listing(path).getBytes(StandardCharsets.UTF_8));
                }
            }
        }

        private String listing(String folder) {
            var entries = new TreeSet<String>();
            for (String path : resources.keySet()) {
                if (path.startsWith(folder) && path.length() > folder.length()) {
                    int end = path.indexOf('/', folder.length());
                    entries.add(path.substring(folder.length(), end < 0 ? path.length() : end + 1));
                }
            }
            var page = new StringBuilder("<ul>\n");
            entries.forEach(entry -> page.append("<li><a href=\"").append(href(entry)).append("\">entry</a></li>\n"));
            return page.append("</ul>\n").toString();
        }

        /** Escaped for a URL, and what a URL may hold but a page may not, for the page. */
        private static String href(String entry) {
            return URLEncoder.encode(entry, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%2F", "/")
                    .replace("%3A", ":")
                    .replace("%26", "&amp;")
                    .replace("%27", "&#x27;")
                    .replace("%2B", "+");
        }

        @Override
        public void close() {
            closing.countDown();
            server.stop(0);
        }
    }
}
