package org.asyncio4j.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerTest {

    private static final String PACKAGE = "java.base/java.lang=";

    @TempDir
    Path folder;

    @Test
    void classPath_compilesAndRuns() throws IOException, InterruptedException {
        var project = ConsumerProject.in(folder);
        project.forgetModule();

        project.compile();
        Result result = project.java("--add-opens", PACKAGE + "ALL-UNNAMED",
                "-cp", project.classes() + File.pathSeparator + ConsumerProject.library(),
                "consumer.Main");

        assertThat(result).isEqualTo(new Result(0, "consumer ran\n"));
    }

    @Test
    void modulePath_compilesAndRuns() throws IOException, InterruptedException {
        var project = ConsumerProject.in(folder);

        project.compile();
        Result result = project.java("--add-opens", PACKAGE + "org.asyncio4j",
                "--module-path", project.classes() + File.pathSeparator + ConsumerProject.library(),
                "--module", "consumer/consumer.Main");

        assertThat(result).isEqualTo(new Result(0, "consumer ran\n"));
        assertThat(Files.exists(project.classes().resolve("module-info.class"))).isTrue();
    }

    @Test
    void module_exportsWhatItPromises_andNeedsOnlyTheBase()
            throws IOException, InterruptedException {
        var project = ConsumerProject.in(folder);

        Result result = project.java("--module-path", ConsumerProject.library(),
                "--describe-module", "org.asyncio4j");

        assertThat(result.output().lines().skip(1)).containsExactlyInAnyOrder(
                "exports org.asyncio4j",
                "exports org.asyncio4j.channel",
                "exports org.asyncio4j.queue",
                "exports org.asyncio4j.spi",
                "exports org.asyncio4j.sync",
                "requires java.base mandated",
                "requires jdk.unsupported static",
                "requires org.jspecify static");
    }

    @Test
    void ioModule_exportsWhatItPromises_andNeedsOnlyTheCore()
            throws IOException, InterruptedException {
        var project = ConsumerProject.in(folder);

        Result result = project.java("--module-path", ConsumerProject.library(),
                "--describe-module", "org.asyncio4j.io");

        assertThat(result.output().lines().skip(1)).containsExactlyInAnyOrder(
                "exports org.asyncio4j.file",
                "exports org.asyncio4j.net",
                "exports org.asyncio4j.signal",
                "exports org.asyncio4j.stream",
                "exports org.asyncio4j.subprocess",
                "exports org.asyncio4j.tls",
                "exports org.asyncio4j.transport",
                "requires java.base mandated",
                "requires org.asyncio4j transitive",
                "requires org.jspecify static");
    }
}
