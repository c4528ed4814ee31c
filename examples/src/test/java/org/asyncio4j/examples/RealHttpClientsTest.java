package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web server for files, asked by curl and under the load of wrk. */
class RealHttpClientsTest {

    private static final int MUCH = 3_000_000;

    @TempDir
    Path root;

    private final byte[] large = new byte[MUCH];

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(root.resolve("index.html"), "<h1>hello</h1>");
        new Random(5).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void curl_getsFilesPartsAndHeaders_overOneConnection(boolean withFlag) throws Exception {
        Program.Running server = HttpFilesTest.start(root, withFlag);
        try {
            String site = "http://127.0.0.1:" + server.port();
            Path copy = root.resolve("copy.bin");

            Program.Result page = run("curl", "-sS", "-v", site + "/", site + "/");
            assertThat(page.out()).isEqualTo("<h1>hello</h1><h1>hello</h1>");
            assertThat(page.err()).contains("Re-using existing");
            assertThat(run("curl", "-sS", "-o", copy.toString(), site + "/large.bin").status()).isZero();
            assertThat(Files.readAllBytes(copy)).isEqualTo(large);
            assertThat(run("curl", "-sS", "-r", "4-8", site + "/").out()).isEqualTo("hello");
            assertThat(run("curl", "-sS", "-I", site + "/").out()).startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Length: 14\r\n");
            assertThat(run("curl", "-sS", "-f", site + "/none").status()).as("curl's status for an error of HTTP")
                    .isEqualTo(22);
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrk_getsNothingButGoodAnswers(boolean withFlag) throws Exception {
        Program.Running server = HttpFilesTest.start(root, withFlag);
        try {
            String page = "http://127.0.0.1:" + server.port() + "/";
            run("curl", "-sS", page); // a cold server might not answer within the time that wrk is given

            Program.Result result = run("wrk", "-t1", "-c20", "-d3s", "--timeout", "30s", page);
            assertThat(result.status()).isZero();
            assertThat(result.out()).doesNotContain("Socket errors", "Non-2xx").doesNotContain("\n  0 requests in");
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    private static Program.Result run(String... command) throws InterruptedException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, command[0])));
        assertThat(installed)
                .as("the program '%s' is needed for this test: install it, such as by 'apt-get install %s'", command[0],
                        command[0])
                .isTrue();
        return new Program(List.of(command)).run();
    }
}
