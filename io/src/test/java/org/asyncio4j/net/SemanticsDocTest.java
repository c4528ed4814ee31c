package org.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.asyncio4j.SemanticsDoc;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of {@code docs/semantics.md} and the tests of this module that cite them, kept the same from both sides. */
@Tag("mounted-only")
class SemanticsDocTest {

    @Test
    void everyRule_namesTheTestsThatCiteIt_andNoOthers() throws IOException {
        var document = new SemanticsDoc(SemanticsDocTest.class);
        assertThat(document.named()).isNotEmpty().isEqualTo(document.cited());
    }
}
