package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFilesTest {

    private static final String FILE = "examples/HttpFiles.java";
    private static final int MUCH = 10_000_000;

    @TempDir(factory = SpacedFolder.class)
    Path folder;

    private Path root;

    @BeforeEach
    void fill() throws IOException {
        root = folder.resolve("root");
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("index.html"), "<h1>hello</h1>");
        Files.writeString(root.resolve("sub/a b.txt"), "0123456789");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("secret.txt"));
        byte[] large = new byte[MUCH];
        new Random(3).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void httpClient_getsFilesRangesAndRefusals(boolean withFlag) throws Exception {
        Program.Running server = start(root, withFlag);
        try (HttpClient client = HttpClient.newHttpClient()) {
            var site = new Site(client, "http://127.0.0.1:" + server.port());

            HttpResponse<byte[]> page = site.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).asString().isEqualTo("<h1>hello</h1>");
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(sha256(site.get("/large.bin").body()))
                    .isEqualTo(sha256(Files.readAllBytes(root.resolve("large.bin"))));

            HttpResponse<byte[]> part = site.get("/sub/a%20b.txt", "Range", "bytes=2-4");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).asString().isEqualTo("234");
            assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
            assertThat(site.get("/sub/a%20b.txt", "Range", "bytes=-3").body()).asString().isEqualTo("789");
            assertThat(site.get("/sub/a%20b.txt", "Range", "bytes=7-99").body()).asString().isEqualTo("789");
            HttpResponse<byte[]> beyond = site.get("/sub/a%20b.txt", "Range", "bytes=10-");
            assertThat(beyond.statusCode()).isEqualTo(416);
            assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */10");

            assertThat(site.get("/none").statusCode()).isEqualTo(404);
            assertThat(site.get("/sub").statusCode()).isEqualTo(404);
            assertThat(site.get("/link.txt").statusCode()).isEqualTo(404);
            HttpResponse<byte[]> posted = site.send(
                    site.request("/").POST(BodyPublishers.ofString("GET / HTTP/1.1\r\n\r\n")).build());
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
            HttpResponse<byte[]> head = site.send(site.request("/large.bin").HEAD().build());
            assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(MUCH));
            assertThat(head.body()).isEmpty();
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void curl_getsFilesOverOneConnection(boolean withFlag) throws Exception {
        Program.Running server = start(root, withFlag);
        try {
            String site = "http://127.0.0.1:" + server.port();
            Path copy = folder.resolve("copy.bin");

            Program.Result result = new Program(List.of("curl", "-sS", "--max-time", "30", "-o", copy.toString(),
                    "-o", folder.resolve("other").toString(), "-w", "%{http_code} %{num_connects}\n",
                    site + "/large.bin", site + "/sub/a%20b.txt")).run();

            assertThat(result).isEqualTo(new Program.Result(0, "200 1\n200 0\n", ""));
            assertThat(sha256(Files.readAllBytes(copy)))
                    .isEqualTo(sha256(Files.readAllBytes(root.resolve("large.bin"))));
            assertThat(folder.resolve("other")).hasContent("0123456789");
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rawRequests_cannotLeaveTheFolderNorFillTheMemory(boolean withFlag) throws Exception {
        Program.Running server = start(root, withFlag);
        try {
            int port = server.port();
            for (String target : List.of("/../secret.txt", "/%2e%2e/secret.txt", "/sub/..%2f..%2fsecret.txt",
                    "//etc/passwd", "secret.txt", "/%00", "/%zz")) {
                assertThat(statusOf(port, "GET " + target + " HTTP/1.1\r\n\r\n")).as(target)
                        .isEqualTo("HTTP/1.1 404 Not Found");
            }
            assertThat(statusOf(port, "nonsense\r\n\r\n")).isEqualTo("HTTP/1.1 400 Bad Request");
            assertThat(statusOf(port, "GET / HTTP/1.1\r\nX: " + "x".repeat(20_000)))
                    .isEqualTo("HTTP/1.1 431 Request Header Fields Too Large");
            try (var leaving = new Caller(port)) {
                leaving.say("GET /large.bin HTTP/1.1\r\n\r\n");
                assertThat(leaving.hear()).isEqualTo("HTTP/1.1 200 OK");
                leaving.reset();
            }
            assertThat(statusOf(port, "GET / HTTP/1.0\r\n\r\n")).isEqualTo("HTTP/1.1 200 OK");
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientsAboveTheLimit_areRefusedUntilOthersLeave(boolean withFlag) throws Exception {
        Program.Running server = start(root, withFlag, "0", "1");
        try {
            int port = server.port();
            try (var first = new Caller(port)) {
                first.say("GET / HTTP/1.1\r\n\r\n");
                assertThat(first.hear()).isEqualTo("HTTP/1.1 200 OK");
                try (var second = new Caller(port)) {
                    assertThat(second.hear()).isEqualTo("HTTP/1.1 503 Service Unavailable");
                }
            }
            while (!isServed(port)) {
                // the server has not seen yet that the first one has left
            }
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    private static boolean isServed(int port) throws IOException {
        try {
            return statusOf(port, "GET / HTTP/1.1\r\n\r\n").equals("HTTP/1.1 200 OK");
        } catch (SocketException _) {
            return false; // what is sent to one who has closed is answered by a reset, which may overtake the answer
        }
    }

    private static String statusOf(int port, String request) throws IOException {
        try (var caller = new Caller(port)) {
            caller.say(request);
            return caller.hear();
        }
    }

    static Program.Running start(Path root, boolean withFlag, String... more) {
        String[] arguments = Stream.concat(Stream.of(root.toString()), Stream.of(more)).toArray(String[]::new);
        Program program = withFlag ? Checkout.example(FILE, arguments) : Checkout.exampleWithoutFlag(FILE, arguments);
        return program.heedingInterrupts().start();
    }

    private static String sha256(byte[] data) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    }

    private record Site(HttpClient client, String url) {

        HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(url + path)).version(HttpClient.Version.HTTP_1_1);
        }

        HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
            HttpRequest.Builder request = request(path);
            return send((headers.length == 0 ? request : request.headers(headers)).build());
        }

        HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }
}
