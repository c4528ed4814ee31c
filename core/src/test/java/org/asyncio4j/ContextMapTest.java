package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The map behind a context, against the one of the JDK. */
class ContextMapTest {

    /** How the numbers of the variables lie. */
    enum Numbers {

        /** As they are in a program. */
        IN_A_ROW {
            @Override
            long number(int index, Random random) {
                return index + 1L;
            }
        },
        /** All end in the same bits, as colliding hashes do, and differ far up. */
        EQUAL_BELOW {
            @Override
            long number(int index, Random random) {
                return (long) index << 55 | 7;
            }
        },
        /** Each differs from the others in another bit: the deepest tree there is. */
        ONE_BIT_EACH {
            @Override
            long number(int index, Random random) {
                return index == 0 ? 0 : 1L << (index - 1) % Long.SIZE;
            }
        },
        /** Few bits apart, all over the range. */
        IN_CLUSTERS {
            @Override
            long number(int index, Random random) {
                return (long) (index / 5) << 31 | index % 5;
            }
        },
        /** Anything. */
        AT_RANDOM {
            @Override
            long number(int index, Random random) {
                return random.nextLong();
            }
        };

        abstract long number(int index, Random random);
    }

    private static final int VARIABLES = 60;
    private static final int OPERATIONS = 4000;

    @ParameterizedTest
    @EnumSource
    void randomChanges_giveWhatAHashMapGives(Numbers numbers) {
        for (long seed = 1; seed <= 5; seed++) {
            var random = new Random(seed);
            List<ContextVar<Integer>> variables = variables(numbers, random);
            Map<ContextVar<?>, @Nullable Object> model = new HashMap<>();
            ContextMap map = ContextMap.EMPTY;
            for (int i = 0; i < OPERATIONS; i++) {
                ContextVar<Integer> variable = variables.get(random.nextInt(VARIABLES));
                // as a whole more is put than removed, then the other way round, so all sizes come up
                if (random.nextInt(OPERATIONS) > i) {
                    Integer value = random.nextInt(10) == 0 ? null : i;
                    map = map.with(variable, value);
                    model.put(variable, value);
                } else {
                    map = map.without(variable);
                    model.remove(variable);
                }
                ContextMap.Entry entry = map.find(variable);
                assertThat(entry != null).isEqualTo(model.containsKey(variable));
                assertThat(entry == null ? null : entry.value()).isEqualTo(model.get(variable));
                assertThat(map.size()).isEqualTo(model.size());
                if (i % 100 == 0) {
                    assertSame(map, model, variables);
                }
            }
            assertSame(map, model, variables);
        }
    }

    private static void assertSame(ContextMap map, Map<ContextVar<?>, @Nullable Object> model,
            List<ContextVar<Integer>> variables) {
        assertThat(contents(map)).isEqualTo(model);
        for (ContextVar<Integer> each : variables) {
            assertThat(map.find(each) != null).isEqualTo(model.containsKey(each));
        }
    }

    @ParameterizedTest
    @EnumSource
    void change_leavesTheOriginalAsItWas(Numbers numbers) {
        var random = new Random(6);
        List<ContextVar<Integer>> variables = variables(numbers, random);
        List<ContextMap> versions = new ArrayList<>();
        List<Map<ContextVar<?>, @Nullable Object>> contents = new ArrayList<>();
        ContextMap map = ContextMap.EMPTY;
        for (int i = 0; i < 300; i++) {
            ContextVar<Integer> variable = variables.get(random.nextInt(VARIABLES));
            map = random.nextInt(3) == 0 ? map.without(variable) : map.with(variable, i);
            versions.add(map);
            contents.add(contents(map));
        }
        for (int i = 0; i < versions.size(); i++) {
            assertThat(contents(versions.get(i))).isEqualTo(contents.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void order_isThatOfTheNumbersHoweverTheMapCameAbout(Numbers numbers) {
        var random = new Random(7);
        List<ContextVar<Integer>> variables = variables(numbers, random);
        Map<Long, ContextVar<?>> sorted = new TreeMap<>(Long::compareUnsigned);
        ContextMap map = ContextMap.EMPTY;
        for (int i = 0; i < 200; i++) {
            ContextVar<Integer> variable = variables.get(random.nextInt(VARIABLES));
            map = map.with(variable, i);
            sorted.put(variable.number(), variable);
        }
        assertThat(contents(map).keySet()).containsExactlyElementsOf(sorted.values());
    }

    @Test
    void mapWithoutItsLastVariable_isTheEmptyOne() {
        var variable = new ContextVar<String>("variable");

        assertThat(ContextMap.EMPTY.with(variable, "x").without(variable)).isSameAs(ContextMap.EMPTY);
        assertThat(ContextMap.EMPTY.without(variable)).isSameAs(ContextMap.EMPTY);
    }

    @Test
    void removalOfWhatIsNotThere_changesNothing() {
        ContextMap map = ContextMap.EMPTY;
        for (int i = 0; i < 40; i++) {
            map = map.with(new ContextVar<Integer>("v" + i), i);
        }
        assertThat(map.without(new ContextVar<Integer>("other"))).isSameAs(map);
    }

    @Test
    void variables_areNumberedInTheOrderOfTheirCreation() {
        var first = new ContextVar<Integer>("first");
        var second = new ContextVar<Integer>("second", 2);

        assertThat(second.number()).isGreaterThan(first.number());
    }

    private static List<ContextVar<Integer>> variables(Numbers numbers, Random random) {
        List<ContextVar<Integer>> variables = new ArrayList<>();
        for (int i = 0; i < VARIABLES; i++) {
            variables.add(new ContextVar<>("v" + i, false, null, numbers.number(i, random)));
        }
        return variables;
    }

    private static Map<ContextVar<?>, @Nullable Object> contents(ContextMap map) {
        Map<ContextVar<?>, @Nullable Object> contents = new LinkedHashMap<>();
        map.forEach((variable, value) -> assertThat(contents.put(variable, value)).isNull());
        return contents;
    }
}
