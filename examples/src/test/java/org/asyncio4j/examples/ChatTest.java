package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTest {

    private static final String FILE = "examples/Chat.java";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void members_hearEachOtherAndWhoComesAndLeaves(boolean withFlag) throws IOException, InterruptedException {
        Program.Running server = start(withFlag);
        try (var ada = member(server.port(), "Ada", "nobody");
                var bob = member(server.port(), "Bob", "Ada")) {
            assertThat(ada.hear()).isEqualTo("* Bob came");

            ada.say("grüß dich\nand good ");
            ada.say("morning\n");

            assertThat(bob.hear()).isEqualTo("Ada: grüß dich");
            assertThat(bob.hear()).isEqualTo("Ada: and good morning");
            bob.say("hello\n");
            assertThat(bob.hear()).isEqualTo("Bob: hello");
            ada.reset();
            assertThat(bob.hear()).isEqualTo("* Ada left");
        } finally {
            Program.Result result = server.stop();
            assertThat(result.status()).isEqualTo(130);
            assertThat(result.err()).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoMisbehaves_isShownOut(boolean withFlag) throws IOException, InterruptedException {
        Program.Running server = start(withFlag);
        try (var ada = member(server.port(), "Ada", "nobody");
                var second = new Caller(server.port());
                var bob = member(server.port(), "Bob", "Ada")) {
            assertThat(ada.hear()).isEqualTo("* Bob came");

            second.say("Ada\n");
            bob.say("x".repeat(5000) + "\n");

            assertThat(second.hear()).isEqualTo("Your name?");
            assertThat(second.hear()).isEqualTo("No, not 'Ada'. Bye.");
            assertThat(second.hear()).isEqualTo("(end)");
            assertThat(ada.hear()).isEqualTo("* Bob left");
            ada.say("still here\n");
            assertThat(ada.hear()).isEqualTo("Ada: still here");
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    private static Program.Running start(boolean withFlag) {
        Program program = withFlag ? Checkout.example(FILE) : Checkout.exampleWithoutFlag(FILE);
        return program.heedingInterrupts().start();
    }

    private static Caller member(int port, String name, String others) throws IOException {
        var member = new Caller(port);
        member.say(name + "\n");
        assertThat(member.hear()).isEqualTo("Your name?");
        assertThat(member.hear()).isEqualTo("Hello " + name + ". Here: " + others);
        assertThat(member.hear()).isEqualTo("* " + name + " came");
        return member;
    }
}
