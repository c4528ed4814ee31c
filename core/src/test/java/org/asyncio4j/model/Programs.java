package org.asyncio4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What to play on a primitive: programs of small size, all of a kind or at random. */
final class Programs {

    private Programs() {}

    /** Two that do the same and a third that cancels the first or the second, for all pairs of operations. */
    static List<List<String>> pairs(Scene scene) {
        List<List<String>> programs = new ArrayList<>();
        List<String> operations = operations(scene);
        for (String one : operations) {
            for (String other : operations) {
                programs.add(List.of(one, one, other));
                programs.add(List.of(one, one, other + " cancel0"));
                programs.add(List.of(one, one, other, "cancel0 cancel1"));
                programs.add(List.of(one + "@0", one, other));
                programs.add(List.of(one + " " + one, one, other + " cancel0"));
            }
        }
        return programs;
    }

    /** Every program of so many tasks with one operation each and another, a step later, for the last, whatever the order of tasks. */
    static List<List<String>> all(Scene scene, int tasks) {
        List<String> lines = new ArrayList<>(operations(scene));
        IntStream.range(0, tasks).forEach(target -> lines.add("cancel" + target));
        List<String> lasts = new ArrayList<>(lines);
        lines.forEach(first -> lines.forEach(second -> lasts.add(first + " yield " + second)));
        List<List<String>> programs = new ArrayList<>();
        lasts.forEach(last -> combine(lines, 0, tasks - 1, List.of(last), programs));
        return programs;
    }

    private static void combine(List<String> lines, int from, int left, List<String> chosen,
            List<List<String>> programs) {
        if (left == 0) {
            programs.add(chosen);
            return;
        }
        for (int i = from; i < lines.size(); i++) {
            List<String> more = new ArrayList<>(chosen);
            more.addFirst(lines.get(i));
            combine(lines, i, left - 1, more, programs);
        }
    }

    /** Programs of two to four tasks with up to three operations each, with cancellations and time limits. */
    static List<List<String>> random(Scene scene, int number, long seed) {
        var random = new Random(seed);
        List<List<String>> programs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int tasks = random.nextInt(2, 5);
            programs.add(IntStream.range(0, tasks).mapToObj(_ -> line(scene, random, tasks)).toList());
        }
        return programs;
    }

    private static String line(Scene scene, Random random, int tasks) {
        var line = new StringBuilder(random.nextInt(4) == 0 ? "!" : "");
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            line.append(operation(scene, random, tasks)).append(i > 1 ? " " : "");
        }
        return line.toString();
    }

    private static String operation(Scene scene, Random random, int tasks) {
        return switch (random.nextInt(8)) {
            case 0 -> "yield";
            case 1, 2 -> "cancel" + random.nextInt(tasks);
            case 3 -> any(scene, random) + "@" + random.nextInt(2);
            default -> any(scene, random);
        };
    }

    private static String any(Scene scene, Random random) {
        return scene.operations().get(random.nextInt(scene.operations().size()));
    }

    private static List<String> operations(Scene scene) {
        return scene.operations().stream().distinct().toList();
    }
}
