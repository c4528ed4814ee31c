package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serial;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.ExceptionGroup.Split;
import org.junit.jupiter.api.Test;

/** What a group of exceptions holds, how it is taken apart, and what it looks like printed. */
class ExceptionGroupTest {

    private final IOException a = frozen(new IOException("a"), "First.java", 1);
    private final IllegalStateException b = frozen(new IllegalStateException("b"), "Second.java", 2);
    private final IOException c = frozen(new IOException("c"), "Third.java", 3);
    private final ExceptionGroup inner = frozen(new ExceptionGroup("inner", List.of(b, c)), "Inner.java", 4);
    private final ExceptionGroup outer = frozen(new ExceptionGroup("outer", List.of(a, inner)), "Outer.java", 5);

    private static <X extends Throwable> X frozen(X error, String file, int line) {
        error.setStackTrace(new StackTraceElement[] {new StackTraceElement("app.Code", "call", file, line)});
        return error;
    }

    // ---- making one ----

    @Test
    void members_areKeptInOrderAndCannotBeChanged() {
        assertThat(outer.exceptions()).containsExactly(a, inner).isUnmodifiable();
    }

    @Test
    void message_hasTheNumberOfMembers() {
        assertThat(outer).hasMessage("outer (2 sub-exceptions)").hasNoCause();
        assertThat(outer.message()).isEqualTo("outer");
        assertThat(new ExceptionGroup("alone", List.of(a))).hasMessage("alone (1 sub-exception)")
                .hasToString("org.asyncio4j.ExceptionGroup: alone (1 sub-exception)");
    }

    @Test
    void noMembers_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExceptionGroup("empty", List.of()))
                .withMessage("second argument (exceptions) must be a non-empty sequence");
    }

    @Test
    void nullMember_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> new ExceptionGroup("null", Arrays.asList(a, null)))
                .withMessage("an element of exceptions");
    }

    @Test
    void whatMustNotBeSwallowed_isNoMember() {
        for (Throwable bare : List.of(new CancelledError("why"), new KeyboardInterrupt(), new SystemExit(1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ExceptionGroup("bare", List.of(a, bare)))
                    .withMessage("Cannot nest a " + bare.getClass().getSimpleName() + " in an ExceptionGroup, where"
                            + " catch (Exception e) would swallow it; throw it by itself: " + bare);
        }
    }

    @Test
    void members_areSuppressedExceptionsForToolsThatKnowNoGroups() {
        outer.addSuppressed(new IOException("close"));
        assertThat(outer.getSuppressed()).hasSize(3).startsWith(a, inner);
        assertThat(outer.suppressedByOthers()).singleElement()
                .satisfies(error -> assertThat(error).hasMessage("close"));
    }

    // ---- split ----

    @Test
    void split_keepsNestingOrderMessagesAndTraces() {
        var cause = new IOException("cause");
        var closing = new IOException("closing");
        outer.initCause(cause);
        outer.addSuppressed(closing);

        Split parts = outer.split(IOException.class::isInstance);

        ExceptionGroup matching = Objects.requireNonNull(parts.matching());
        ExceptionGroup rest = Objects.requireNonNull(parts.rest());
        assertThat(shape(matching)).isEqualTo("outer[a, inner[c]]");
        assertThat(shape(rest)).isEqualTo("outer[inner[b]]");
        assertThat(List.of(matching, rest)).allSatisfy(part -> {
            assertThat(part).hasCause(cause);
            assertThat(part.getStackTrace()).isEqualTo(outer.getStackTrace());
            assertThat(part.suppressedByOthers()).containsExactly(closing);
        });
    }

    private static String shape(Throwable error) {
        return error instanceof ExceptionGroup group
                ? group.message() + group.exceptions().stream().map(ExceptionGroupTest::shape).toList()
                : Objects.requireNonNull(error.getMessage());
    }

    @Test
    void split_ofAGroupThatMatchesItself_isTheGroupWhole() {
        assertThat(outer.split(_ -> true)).isEqualTo(new Split(outer, null));
        Split parts = outer.split(inner::equals);
        assertThat(Objects.requireNonNull(parts.matching()).exceptions()).containsExactly(inner);
        assertThat(Objects.requireNonNull(parts.rest()).exceptions()).containsExactly(a);
    }

    @Test
    void split_whereAllOrNothingMatches_hasOnePart() {
        Split all = outer.split(error -> !(error instanceof ExceptionGroup));
        assertThat(shape(Objects.requireNonNull(all.matching()))).isEqualTo("outer[a, inner[b, c]]");
        assertThat(all.rest()).isNull();
        Split nothing = outer.split(_ -> false);
        assertThat(nothing.matching()).isNull();
        assertThat(shape(Objects.requireNonNull(nothing.rest()))).isEqualTo("outer[a, inner[b, c]]");
    }

    @Test
    void split_asksAboutEachGroupBeforeItsMembers() {
        List<Throwable> asked = new ArrayList<>();
        outer.split(error -> !asked.add(error));
        assertThat(asked).containsExactly(outer, a, inner, b, c);
    }

    @Test
    void subgroup_isTheMatchingPart() {
        assertThat(outer.subgroup(RuntimeException.class::isInstance)).isSameAs(outer);
        assertThat(shape(Objects.requireNonNull(outer.subgroup(IllegalStateException.class::isInstance))))
                .isEqualTo("outer[inner[b]]");
        assertThat(outer.subgroup(UncheckedIOException.class::isInstance)).isNull();
    }

    /** A group of a user's own. */
    private static final class OwnGroup extends ExceptionGroup {

        @Serial
        private static final long serialVersionUID = 1;

        private final int code;

        OwnGroup(int code, List<? extends Throwable> members) {
            super("own", members);
            this.code = code;
        }

        @Override
        protected ExceptionGroup derive(List<? extends Throwable> members) {
            return new OwnGroup(code, members);
        }
    }

    @Test
    void partsOfASubclass_areMadeByIt() {
        var own = new OwnGroup(7, List.of(a, b));
        assertThat(own.subgroup(IOException.class::isInstance))
                .isInstanceOfSatisfying(OwnGroup.class, part -> assertThat(part.code).isEqualTo(7));
    }

    // ---- by type ----

    @Test
    void matching_findsAllOfATypeAtAnyDepthInOrder() {
        List<IOException> found = outer.matching(IOException.class);
        assertThat(found).containsExactly(a, c).isUnmodifiable();
        assertThat(outer.matching(Throwable.class)).containsExactly(a, b, c);
        assertThat(outer.matching(Error.class)).isEmpty();
        assertThat(outer.matching(ExceptionGroup.class)).isEmpty();
    }

    @Test
    void rethrowSingle_throwsTheOnlyExceptionItself() {
        var nested = new ExceptionGroup("outer", List.of(new ExceptionGroup("inner", List.of(a))));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> nested.rethrowSingle(IOException.class))
                .isSameAs(a);
    }

    @Test
    void rethrowSingle_ofSeveralOrOfAnotherType_returnsTheGroup() throws IOException {
        assertThat(outer.rethrowSingle(IOException.class)).isSameAs(outer);
        assertThat(inner.rethrowSingle(IOException.class)).isSameAs(inner);
        var other = new ExceptionGroup("other", List.of(b));
        assertThat(other.rethrowSingle(IOException.class)).isSameAs(other);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> other.rethrowSingle(IOException.class).rethrowSingle(IllegalStateException.class))
                .isSameAs(b);
    }

    // ---- printing ----

    @Test
    void printed_showsEachMemberIndentedAndNumbered() {
        c.initCause(frozen(new IllegalArgumentException("why"), "Cause.java", 6));
        assertThat(printed(outer)).isEqualTo("""
                org.asyncio4j.ExceptionGroup: outer (2 sub-exceptions)
                \tat app.Code.call(Outer.java:5)
                    1) java.io.IOException: a
                    \tat app.Code.call(First.java:1)
                    2) org.asyncio4j.ExceptionGroup: inner (2 sub-exceptions)
                    \tat app.Code.call(Inner.java:4)
                        2.1) java.lang.IllegalStateException: b
                        \tat app.Code.call(Second.java:2)
                        2.2) java.io.IOException: c
                        \tat app.Code.call(Third.java:3)
                        Caused by: java.lang.IllegalArgumentException: why
                        \tat app.Code.call(Cause.java:6)
                """);
    }

    @Test
    void printed_showsItsCauseAndWhatOthersSuppressed() {
        var group = frozen(new ExceptionGroup("group", List.of(a)), "Group.java", 7);
        group.initCause(b);
        group.addSuppressed(c);
        assertThat(printed(group)).isEqualTo("""
                org.asyncio4j.ExceptionGroup: group (1 sub-exception)
                \tat app.Code.call(Group.java:7)
                Caused by: java.lang.IllegalStateException: b
                \tat app.Code.call(Second.java:2)
                \tSuppressed: java.io.IOException: c
                \t\tat app.Code.call(Third.java:3)
                    1) java.io.IOException: a
                    \tat app.Code.call(First.java:1)
                """);
    }

    @Test
    void printed_asTheCauseOfAnother_showsItsMembersToo() {
        assertThat(printed(new IOException("around", outer)))
                .contains("Caused by: org.asyncio4j.ExceptionGroup: outer (2 sub-exceptions)")
                .contains("Suppressed: java.io.IOException: a")
                .contains("Suppressed: java.lang.IllegalStateException: b");
    }

    @Test
    void printed_withACircleOfCauses_ends() {
        inner.initCause(outer);
        a.addSuppressed(outer);
        assertThat(printed(outer)).contains(
                "Caused by: [this group, see above: org.asyncio4j.ExceptionGroup: outer (2 sub-exceptions)]");
    }

    @Test
    void printed_toAStreamAndAWriter_isTheSame() {
        var bytes = new ByteArrayOutputStream();
        outer.printStackTrace(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
                .isEqualTo(printed(outer));
    }

    private static String printed(Throwable error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void serialized_keepsItsMembers() throws Exception {
        var bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(outer);
        var copy = (ExceptionGroup) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(shape(copy)).isEqualTo("outer[a, inner[b, c]]");
        assertThat(printed(copy)).isEqualTo(printed(outer));
    }
}
