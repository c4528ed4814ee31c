package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class EchoTest {

    private static final String FILE = "examples/Echo.java";

    @Test
    void example_printsWhatIsPromised() throws IOException, InterruptedException {
        assertThat(Checkout.example(FILE).run()).isEqualTo(new Program.Result(0, promised(), ""));
    }

    @Test
    void example_withoutTheFlag_printsTheSame() throws IOException, InterruptedException {
        assertThat(Checkout.exampleWithoutFlag(FILE).run().out()).isEqualTo(promised());
    }

    private static String promised() throws IOException {
        return Files.readString(Checkout.ROOT.resolve("examples/Echo.out"));
    }
}
