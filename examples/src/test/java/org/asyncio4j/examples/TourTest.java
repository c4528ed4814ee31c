package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TourTest {

    private static final String FILE = "examples/Tour.java";

    @Test
    void tour_printsWhatTheLearnerIsPromised() throws IOException, InterruptedException {
        assertThat(Checkout.example(FILE).run()).isEqualTo(new Program.Result(0, promised(), ""));
    }

    @Test
    void tour_withoutTheFlag_printsTheSame() throws IOException, InterruptedException {
        Program.Result result = Checkout.exampleWithoutFlag(FILE).run();

        assertThat(result.out()).isEqualTo(promised());
        assertThat(result.err()).contains("--add-opens java.base/java.lang=ALL-UNNAMED");
        assertThat(result.status()).isZero();
    }

    private static String promised() throws IOException {
        return Files.readString(Checkout.ROOT.resolve("examples/Tour.out"));
    }
}
