package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of {@code docs/semantics.md} and the tests of the core that cite them, kept the same from both sides. */
@Tag("mounted-only")
class SemanticsDocTest {

    @Test
    void everyRule_namesTheTestsThatCiteIt_andNoOthers() throws IOException {
        var document = new SemanticsDoc(SemanticsDocTest.class);
        assertThat(document.named()).isNotEmpty().isEqualTo(document.cited());
    }

    @Test
    void everyRule_hasANumberOfItsOwnAndATest() throws IOException {
        var document = new SemanticsDoc(SemanticsDocTest.class);
        assertThat(document.numbers()).doesNotHaveDuplicates();
        assertThat(document.untested()).isEmpty();
        assertThat(document.unknownTestClasses()).isEmpty();
    }
}
