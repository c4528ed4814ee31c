package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstPositionsTest {

    private static int[] positionsIn(Object... items) {
        var firsts = new FirstPositions(items);
        return IntStream.range(0, items.length).map(firsts::of).toArray();
    }

    @Test
    void of_nothing_isNothing() {
        assertThat(positionsIn()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 101, 128, 1000, 4096})
    void of_distinctObjects_isTheirOwnPosition(int size) {
        Object[] items = IntStream.range(0, size).mapToObj(_ -> new Object()).toArray();

        assertThat(positionsIn(items)).containsExactly(IntStream.range(0, size).toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100, 102, 1000, 4096})
    void of_everyObjectTwice_isThePositionOfTheFirst(int size) {
        Object[] items = IntStream.range(0, size).mapToObj(_ -> new Object()).toArray();
        System.arraycopy(items, 0, items, size / 2, size / 2);

        assertThat(positionsIn(items)).containsExactly(IntStream.range(0, size).map(i -> i % (size / 2)).toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1000})
    void of_equalObjectsThatAreNotTheSame_isTheirOwnPosition(int size) {
        Object[] items = IntStream.range(0, size).mapToObj(_ -> Arrays.asList(1, 2)).toArray();

        assertThat(positionsIn(items)).containsExactly(IntStream.range(0, size).toArray());
    }
}
